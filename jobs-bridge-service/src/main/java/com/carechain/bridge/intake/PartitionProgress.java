package com.carechain.bridge.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * How far one partition is done, for as long as this replica holds it. The committed offset never passes an unfinished
 * record, however far the records behind it have got.
 */
final class PartitionProgress {
    private final ArrayDeque<Slot> window = new ArrayDeque<>();
    private long next = -1;
    private long committed = -1;
    private int open;
    private boolean leaving;

    /** One record's place. A small object of its own, so that a finished record's bytes can go while its place stays. */
    static final class Slot {
        private final long offset;
        private boolean done;

        private Slot(long offset) {
            this.offset = offset;
        }
    }

    synchronized Slot register(long offset) {
        Slot slot = new Slot(offset);
        window.addLast(slot);
        next = offset + 1;
        open++;
        return slot;
    }

    /** Where the consumer stands. Beyond the last record's offset when the log holds markers that are no records. */
    synchronized void readUpTo(long position) {
        if (next < 0) {
            committed = position;
        }
        next = Math.max(next, position);
    }

    synchronized void finish(Slot slot) {
        slot.done = true;
        while (!window.isEmpty() && window.peekFirst().done) {
            window.removeFirst();
        }
        close();
    }

    /** The record will not be finished here: its partition is leaving, and whoever gets it starts at the commit. */
    synchronized void giveUp() {
        close();
    }

    /** From now on nothing of this partition is to be begun. */
    synchronized void leave() {
        leaving = true;
    }

    synchronized boolean leaving() {
        return leaving;
    }

    /** Waits until nothing of this partition is in anybody's hands. */
    synchronized boolean awaitIdle(long deadlineNanos) throws InterruptedException {
        while (open > 0) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return true;
    }

    /** The offset to commit: the oldest unfinished record, or the end of what was read. Empty before the first read. */
    synchronized OptionalLong position() {
        if (next < 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(window.isEmpty() ? next : window.peekFirst().offset);
    }

    /** The same, when it is further than what is known to be committed. */
    synchronized OptionalLong uncommitted() {
        OptionalLong position = position();
        return position.isPresent() && position.getAsLong() > committed ? position : OptionalLong.empty();
    }

    synchronized void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /** Offsets from the oldest unfinished record to the newest read one. */
    synchronized int ahead() {
        return window.size();
    }

    private void close() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }
}
