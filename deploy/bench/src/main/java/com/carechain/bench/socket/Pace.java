package com.carechain.bench.socket;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * So many a second, whatever the server does: number k is due at {@code start + k / rate}. When the generator wakes up late it
 * catches up, and each message keeps its own due time.
 */
final class Pace {

    private final Loop loop;
    private final double nanosBetween;
    private final LongConsumer due;
    private long start;
    private long next;
    private boolean stopped;

    /** @param due called on the loop with the moment (of {@link System#nanoTime}) that one was due */
    Pace(Loop loop, double perSecond, LongConsumer due) {
        this.loop = loop;
        this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.due = due;
    }

    void start() {
        start = System.nanoTime();
        run();
    }

    void stop() {
        stopped = true;
    }

    private void run() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        long at = dueAt(next);
        while (at <= now) {
            due.accept(at);
            at = dueAt(++next);
        }
        loop.executor().schedule(this::run, at - now, TimeUnit.NANOSECONDS);
    }

    private long dueAt(long number) {
        return start + Math.round(number * nanosBetween);
    }
}
