package com.carechain.bench.shape;

import com.carechain.bench.socket.Chatter;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.socket.Ledger;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Whether a run's figures may be believed: every message answered, every socket given every message once and in order, as many
 * rows as acknowledgements, and numbers without holes.
 *
 * @param faults what was found wrong, and how often
 * @param acknowledged over the whole run, warm-up included
 * @param rows of this run in the table
 */
record Audit(Map<String, Integer> faults, long acknowledged, long rows) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** After the load has stopped; waits for what is under way. */
    static Audit of(Bench bench, Crowd crowd, Ledger ledger) {
        crowd.settle(ledger, PATIENCE);
        Collection<UUID> rooms = crowd.members().stream().map(Chatter::room).collect(Collectors.toSet());
        return bench.loop()
                .get(() -> new Audit(seen(crowd, ledger), ledger.acked(), 0))
                .withRows(bench, ledger, rooms);
    }

    /** For messages that were not sent over the sockets of a crowd. */
    static Audit ofRows(Bench bench, Ledger ledger, Collection<UUID> rooms) {
        return bench.loop()
                .get(() -> new Audit(new TreeMap<>(ledger.faults()), ledger.acked(), 0))
                .withRows(bench, ledger, rooms);
    }

    private static Map<String, Integer> seen(Crowd crowd, Ledger ledger) {
        Map<String, Integer> faults = new TreeMap<>(ledger.faults());
        ledger.refusals().forEach((code, count) -> faults.merge("refused_" + code, count, Integer::sum));
        count(faults, "unanswered", ledger.unanswered());
        count(faults, "not_delivered", crowd.missing(ledger));
        return faults;
    }

    private Audit withRows(Bench bench, Ledger ledger, Collection<UUID> rooms) {
        long stored = bench.table().stored(rooms, ledger.lowest(), ledger.highest());
        count(faults, "acknowledged_not_stored", acknowledged - stored);
        count(faults, "stored_more_than_sent", stored - ledger.sent());
        count(faults, "rooms_with_holes", bench.table().roomsWithHoles(rooms));
        return new Audit(faults, acknowledged, stored);
    }

    private static void count(Map<String, Integer> into, String name, long count) {
        if (count > 0) {
            into.merge(name, (int) count, Integer::sum);
        }
    }

    void add(Map<String, Double> figures) {
        figures.put("acked", (double) acknowledged);
        figures.put("rows", (double) rows);
    }
}
