-- Tells an interview that the room knows already, at another time, as moved. Runs in the transaction that has just stored these
-- messages and so holds their rooms: what stands before them cannot change, and nobody has seen them yet, so their rev stays.
-- Parameters: 1-4 arrays of equal length (room, seq, words before the old time, words after it), 5 most characters of content.
-- Answers the messages that now read differently.
with told as materialized (
    select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[]) as t (room_id, seq, before, after)
),
input as (select ?::int as characters),
moved as materialized (
    select t.room_id, t.seq, t.before, t.after, p.interview as previous
    from told t cross join lateral (
        select m.card -> 'interview' as interview from message m
        where m.room_id = t.room_id and m.seq = t.seq limit 1) m
    cross join lateral (
        select p.card ->> 'kind' as kind, p.card -> 'interview' as interview from message p
        where p.room_id = t.room_id and p.seq < t.seq and p.type = 'system'
            and p.card -> 'interview' ->> 'id' is not null and p.card -> 'interview' ->> 'id' = m.interview ->> 'id'
        order by p.seq desc limit 1) p
    -- After a cancellation the same interview is a new one.
    where p.kind = 'interview_scheduled' and p.interview ->> 'starts_at' <> m.interview ->> 'starts_at'
)
update message m set
    content = left(v.before || coalesce(
        v.previous ->> 'starts_in_words', v.previous ->> 'starts_at_local', v.previous ->> 'starts_at') || v.after, input.characters),
    card = jsonb_set(m.card, '{interview}', m.card -> 'interview'
        || jsonb_build_object('rescheduled', true, 'previous_starts_at', v.previous -> 'starts_at'))
from moved v, input
where m.room_id = v.room_id and m.seq = v.seq
returning m.room_id, m.seq, m.content, m.card::text as card
