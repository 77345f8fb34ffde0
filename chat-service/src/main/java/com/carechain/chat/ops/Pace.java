package com.carechain.chat.ops;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Lets calls to something be shared when many want one: a call is made at once, unless the last one was a moment ago. What comes
 * until then goes with it. Calls are made on one event loop.
 */
public final class Pace {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context eventLoop;
    private final long nanos;
    private final Runnable call;
    private long last;
    private long waiting = NONE;

    /** @param millis least time from one call to the next */
    public Pace(Vertx vertx, long millis, Runnable call) {
        this.vertx = vertx;
        this.eventLoop = vertx.getOrCreateContext();
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.call = call;
        this.last = System.nanoTime() - nanos;
    }

    /** Something is to be told: in a call that waits already, or in one that comes after this. */
    public void call() {
        eventLoop.runOnContext(now -> {
            if (waiting != NONE) return;
            long early = TimeUnit.NANOSECONDS.toMillis(nanos - (System.nanoTime() - last));
            if (early <= 0) begin();
            else waiting = vertx.setTimer(early, over -> begin());
        });
    }

    /** Enough has come to be worth a call: one that waits is made now. */
    public void hurry() {
        eventLoop.runOnContext(now -> {
            if (waiting != NONE && vertx.cancelTimer(waiting)) begin();
        });
    }

    private void begin() {
        waiting = NONE;
        last = System.nanoTime();
        call.run();
    }
}
