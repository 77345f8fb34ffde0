package com.carechain.chat.ops;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Lets calls to something be shared when many want one: a call is made at once, unless the last one was a moment ago. What comes
 * until then goes with it. Calls are made in their order, on one event loop. Whoever uses this has one of them waiting at most.
 */
public final class Pace {
    private final Vertx vertx;
    private final Context eventLoop;
    private final long nanos;
    private long last;

    /** @param millis least time from one call to the next */
    public Pace(Vertx vertx, long millis) {
        this.vertx = vertx;
        this.eventLoop = vertx.getOrCreateContext();
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.last = System.nanoTime() - nanos;
    }

    public void call(Runnable call) {
        eventLoop.runOnContext(now -> {
            long early = TimeUnit.NANOSECONDS.toMillis(nanos - (System.nanoTime() - last));
            if (early <= 0) begin(call);
            else vertx.setTimer(early, timer -> begin(call));
        });
    }

    private void begin(Runnable call) {
        last = System.nanoTime();
        call.run();
    }
}
