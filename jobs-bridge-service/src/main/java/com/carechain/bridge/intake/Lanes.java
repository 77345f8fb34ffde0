package com.carechain.bridge.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records that wait, one lane per application. A lane is ready, resting after a failure, or taken by one courier;
 * never two of them. Ready lanes are served in turn. Bounded by whoever adds: the intake pauses.
 */
final class Lanes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    private final PriorityQueue<Lane> resting = new PriorityQueue<>(Comparator.comparingLong(lane -> lane.restsUntil));
    private boolean closed;

    /** All at once, so that a waiting courier finds a whole batch and not its first record. */
    void add(Collection<Item> items) {
        lock.lock();
        try {
            for (Item item : items) {
                Lane lane = lanes.computeIfAbsent(Lane.Key.of(item.record()), Lane::new);
                lane.waiting.addLast(item);
                if (lane.waiting.size() == 1 && !lane.taken) {
                    ready.addLast(lane);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until some lane is ready. False when there will be nothing any more. */
    boolean awaitReady() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            wakeRested();
            while (!closed && ready.isEmpty()) {
                Lane first = resting.peek();
                if (first == null) {
                    changed.await();
                } else {
                    changed.awaitNanos(first.restsUntil - System.nanoTime());
                }
                wakeRested();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to {@code max} records of lanes that are ready, or one record of a lane that travels alone. */
    Batch take(int max) {
        lock.lock();
        try {
            wakeRested();
            Map<Lane, List<Item>> taken = new LinkedHashMap<>();
            if (!ready.isEmpty() && ready.peekFirst().alone()) {
                take(ready.removeFirst(), 1, taken);
                return new Batch(taken, true);
            }
            int room = max;
            for (Iterator<Lane> each = ready.iterator(); room > 0 && each.hasNext(); ) {
                Lane lane = each.next();
                if (!lane.alone()) {
                    each.remove();
                    room -= take(lane, room, taken);
                }
            }
            return new Batch(taken, false);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the lanes of a batch free again. Records still undelivered go back to the front of their lane.
     *
     * @param mark for lanes with undelivered records; the others begin afresh
     * @param rest how long lanes with undelivered records are left alone
     */
    void release(Batch batch, Mark mark, Duration rest) {
        lock.lock();
        try {
            batch.byLane().forEach((lane, items) -> {
                lane.taken = false;
                boolean delivered = putBack(lane, items);
                mark(lane, delivered ? Mark.CLEAR : mark);
                makeReady(lane, delivered ? Duration.ZERO : rest);
            });
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What a failed call says about the lanes that were in it. */
    enum Mark {
        /** They went through. */
        CLEAR,
        /** Nothing: the neighbour was not there. */
        KEEP,
        /** One of them may have upset chat-service. */
        FAILED,
        /** One of them surely did. */
        SUSPECT
    }

    /** Gives up what waits of a partition that leaves. */
    void drop(PartitionProgress progress) {
        lock.lock();
        try {
            for (Lane lane : lanes.values()) {
                lane.waiting.removeIf(item -> {
                    boolean drop = item.of(progress);
                    if (drop) {
                        item.giveUp();
                    }
                    return drop;
                });
            }
            ready.removeIf(lane -> lane.waiting.isEmpty());
            resting.removeIf(lane -> lane.waiting.isEmpty());
            lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.taken);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int take(Lane lane, int room, Map<Lane, List<Item>> taken) {
        List<Item> items = new ArrayList<>();
        lane.moveTo(items, room);
        lane.taken = true;
        taken.put(lane, items);
        return items.size();
    }

    /** True when nothing had to be put back. */
    private static boolean putBack(Lane lane, List<Item> items) {
        boolean delivered = true;
        for (Item item : items.reversed()) {
            if (item.undelivered()) {
                delivered = false;
                if (item.leaving()) {
                    item.giveUp();
                } else {
                    lane.waiting.addFirst(item);
                }
            }
        }
        return delivered;
    }

    private static void mark(Lane lane, Mark mark) {
        switch (mark) {
            case CLEAR -> lane.failures = 0;
            case KEEP -> {}
            case FAILED -> lane.failures++;
            case SUSPECT -> lane.suspect();
        }
    }

    private void makeReady(Lane lane, Duration rest) {
        if (lane.waiting.isEmpty()) {
            lanes.remove(lane.key);
        } else if (rest.isZero()) {
            ready.addLast(lane);
        } else {
            lane.restsUntil = System.nanoTime() + rest.toNanos();
            resting.add(lane);
        }
    }

    private void wakeRested() {
        while (!resting.isEmpty() && resting.peek().restsUntil - System.nanoTime() <= 0) {
            ready.addLast(resting.remove());
        }
    }
}
