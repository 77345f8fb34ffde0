# Standard input: "TERM 123" or "INT 123" when child 123 starts, "- 123" when it has ended.
# When standard input closes, its writer is gone: every child that is left is ended, newest first.
children=
while read -r signal pid; do
    if [ "$signal" = - ]; then
        kept=
        for child in $children; do
            [ "${child#*:}" = "$pid" ] || kept="$kept $child"
        done
        children=$kept
    else
        children="$signal:$pid $children"
    fi
done
for child in $children; do
    kill -s "${child%%:*}" "${child#*:}"
done
for _ in 1 2 3 4 5 6 7 8 9 10; do
    alive=
    for child in $children; do
        kill -0 "${child#*:}" && alive="$alive ${child#*:}"
    done
    [ -n "$alive" ] || exit 0
    sleep 1
done
# shellcheck disable=SC2086 # several process ids
kill -9 $alive
