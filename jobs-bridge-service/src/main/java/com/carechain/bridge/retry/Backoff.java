package com.carechain.bridge.retry;

import java.time.Duration;
import java.util.Random;

/**
 * Exponential back-off with full jitter: somewhere between nothing and {@code base * 2^(failures-1)}, never above the
 * cap. Full jitter keeps replicas that failed together from coming back together.
 *
 * @param random safe for many threads
 */
public record Backoff(Duration base, Duration cap, Random random) {
    /** 2^20 times any sensible base is beyond any sensible cap; more would overflow. */
    private static final int DOUBLINGS_AT_MOST = 20;

    /** @param failures how often it failed in a row, 1 or more */
    public Duration delay(int failures) {
        long ceiling = Math.min(cap.toNanos(), base.toNanos() << Math.clamp(failures - 1L, 0, DOUBLINGS_AT_MOST));
        return Duration.ofNanos(random.nextLong(ceiling + 1));
    }
}
