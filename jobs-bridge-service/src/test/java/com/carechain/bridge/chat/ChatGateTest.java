package com.carechain.bridge.chat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.chat.ChatGate.Turn;
import com.carechain.bridge.retry.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChatGateTest {
    private final ChatGate gate =
            new ChatGate(new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), new Random(1)));

    @Test
    void afterAFailureOneCallTriesAndItsSuccessOpensForAll() throws Exception {
        // Given
        gate.failed(gate.enter(), false, "away");
        assertEquals(Optional.of("away"), gate.problem());

        // When
        Turn trial = gate.enter();
        AtomicInteger entered = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    gate.enter();
                    entered.incrementAndGet();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        await().during(Duration.ofMillis(150)).until(() -> entered.get() == 0);
        gate.succeeded(trial);

        // Then
        assertEquals(Turn.TRIAL, trial);
        await().atMost(Duration.ofSeconds(5)).until(() -> entered.get() == 3);
        assertEquals(Optional.empty(), gate.problem());
    }

    @Test
    void oneLoneEventThatFailsDoesNotCloseTheGateButManyInARowDo() throws Exception {
        gate.succeeded(gate.enter());
        for (int i = 0; i < 4; i++) {
            gate.failed(gate.enter(), true, "upset");
        }
        assertEquals(Optional.empty(), gate.problem());

        gate.failed(gate.enter(), true, "upset");

        assertEquals(Optional.of("upset"), gate.problem());
    }

    @Test
    void aTrialThatWasNotUsedLeavesItToTheNext() throws Exception {
        gate.failed(gate.enter(), false, "away");

        gate.unused(gate.enter());

        assertEquals(Turn.TRIAL, gate.enter());
    }

    @Test
    void whoOnlyLooksGetsATurnWhenNothingWasHeardLately() throws Exception {
        assertEquals(Optional.of(Turn.FREE), gate.enterIfQuiet(Duration.ofHours(1)), "never reached");
        gate.succeeded(Turn.FREE);
        assertEquals(Optional.empty(), gate.enterIfQuiet(Duration.ofHours(1)));
        assertEquals(Optional.of(Turn.FREE), gate.enterIfQuiet(Duration.ZERO));
        gate.failed(Turn.FREE, false, "away");
        Turn trial = gate.enter();
        assertEquals(Optional.empty(), gate.enterIfQuiet(Duration.ZERO), "someone tries already");
        gate.succeeded(trial);
    }

    @Test
    void theBackoffIsRandomGrowsAndKeepsBelowItsCap() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1));

        for (int failures : new int[] {1, 2, 3, 10, 63, 64, 1_000_000, Integer.MAX_VALUE}) {
            for (int i = 0; i < 100; i++) {
                Duration delay = backoff.delay(failures);
                Duration ceiling = failures > 6 ? Duration.ofSeconds(5) : Duration.ofMillis(100L << (failures - 1));
                assertTrue(!delay.isNegative() && delay.compareTo(ceiling) <= 0, failures + ": " + delay);
            }
        }
    }
}
