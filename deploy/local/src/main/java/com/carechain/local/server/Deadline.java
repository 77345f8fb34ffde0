package com.carechain.local.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a server with a limit. */
final class Deadline {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** False when the deadline passed or this thread was interrupted before {@code done} was true. */
    boolean await(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
