package com.carechain.bench.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(10);

    @Test
    void aStallIsCaughtUpAndEveryMessageKeepsItsDueTime() throws InterruptedException {
        // Given
        List<Long> due = new ArrayList<>();
        var enough = new CountDownLatch(20);
        try (var loop = new Loop()) {
            var pace = new Pace(loop, 100, at -> {
                due.add(at);
                enough.countDown();
                if (due.size() == 5) {
                    stall();
                }
            });

            // When
            loop.get(() -> {
                pace.start();
                return true;
            });
            assertTrue(enough.await(20, TimeUnit.SECONDS));
            loop.get(() -> {
                pace.stop();
                return true;
            });
        }

        // Then
        for (int i = 1; i < due.size(); i++) {
            assertEquals(STEP, due.get(i) - due.get(i - 1), 1, "message " + i);
        }
    }

    /** What a blocked generator does; the pace must not be shifted by it. */
    private static void stall() {
        long until = System.nanoTime() + 8 * STEP;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
