package com.carechain.bench.socket;

import com.carechain.bench.measure.Latency;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Every message of one run: when it was due, whether it was acknowledged, who got it. A message's {@code client_id} is the run's
 * mark and its number, so nothing needs to be looked up, and the run's rows can be found in the database.
 *
 * <p>Latency counts from the moment a message was <em>due</em>. A stall of the server delays sending too; counting from the
 * sending would hide it.
 */
public final class Ledger {

    private static final long VERSION_4 = 0x4000L;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT = 1L << 63;
    private static final int FIRST_SIZE = 1 << 14;

    private final long mark = ThreadLocalRandom.current().nextLong() & ~VERSION_BITS | VERSION_4;
    private final BitSet acknowledged = new BitSet();
    private final Latency ack = new Latency();
    private final Latency delivery = new Latency();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private long[] due = new long[FIRST_SIZE];
    private int sent;
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long ackedInWindow;
    private long deliveredInWindow;
    private long deliveries;

    /** From now on things count. */
    public void open(long nanos) {
        from = nanos;
    }

    public void close(long nanos) {
        to = nanos;
    }

    /** The next message's number; its latency counts from {@code dueNanos}. */
    public int next(long dueNanos) {
        if (sent == due.length) {
            due = Arrays.copyOf(due, sent * 2);
        }
        due[sent] = dueNanos;
        return sent++;
    }

    public UUID clientId(int number) {
        return new UUID(mark, VARIANT | number);
    }

    public UUID lowest() {
        return clientId(0);
    }

    public UUID highest() {
        return clientId(Integer.MAX_VALUE);
    }

    boolean isOurs(UUID clientId) {
        return clientId.getMostSignificantBits() == mark && number(clientId) < sent;
    }

    private static int number(UUID clientId) {
        return (int) clientId.getLeastSignificantBits();
    }

    /** The server says it is stored. */
    public void acknowledged(UUID clientId, boolean duplicate, long now) {
        int number = number(clientId);
        if (duplicate || acknowledged.get(number)) {
            // Nothing is sent twice here.
            fault("acknowledged_twice");
            return;
        }
        acknowledged.set(number);
        if (counts(now)) {
            ackedInWindow++;
        }
        if (counts(due[number])) {
            ack.record(now - due[number]);
        }
    }

    /** A socket has it; the sender's own copy is delivered too, but its latency is not the other person's. */
    void delivered(UUID clientId, boolean toItsSender, long now) {
        deliveries++;
        if (counts(now)) {
            deliveredInWindow++;
        }
        long since = due[number(clientId)];
        if (!toItsSender && counts(since)) {
            delivery.record(now - since);
        }
    }

    private boolean counts(long nanos) {
        return nanos >= from && nanos < to;
    }

    public void refused(String code) {
        refusals.merge(code, 1, Integer::sum);
    }

    /** Something that must not happen. */
    public void fault(String name) {
        faults.merge(name, 1, Integer::sum);
    }

    public int sent() {
        return sent;
    }

    public int acked() {
        return acknowledged.cardinality();
    }

    /** Neither acknowledged nor refused. */
    public int unanswered() {
        return sent
                - acked()
                - refusals.values().stream().mapToInt(Integer::intValue).sum();
    }

    public long ackedInWindow() {
        return ackedInWindow;
    }

    public long deliveredInWindow() {
        return deliveredInWindow;
    }

    public long deliveries() {
        return deliveries;
    }

    public Latency ack() {
        return ack;
    }

    public Latency delivery() {
        return delivery;
    }

    public Map<String, Integer> refusals() {
        return refusals;
    }

    public Map<String, Integer> faults() {
        return faults;
    }
}
