package com.carechain.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PaceTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicInteger calls = new AtomicInteger();
    private final Pace pace = new Pace(vertx, Duration.ofHours(1).toMillis(), calls::incrementAndGet);

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theFirstCallIsMadeAtOnceAndTheNextOneWaits() {
        // When
        pace.call();
        pace.call();

        // Then
        assertThat(callsMade()).isEqualTo(1);
    }

    @Test
    void oneThatWaitsIsMadeWhenItIsHurriedAndOnlyOnce() {
        // Given
        pace.call();
        pace.call();
        pace.call();

        // When
        pace.hurry();
        pace.hurry();

        // Then
        assertThat(callsMade()).isEqualTo(2);
    }

    @Test
    void aHurryThatFindsNoneWaitingLeavesTheNextOneItsPace() {
        // Given
        pace.call();

        // When
        pace.hurry();
        pace.call();

        // Then
        assertThat(callsMade()).isEqualTo(1);
    }

    @Test
    void afterAHurriedOneTheNextWaitsAgain() {
        // Given
        pace.call();
        pace.call();
        pace.hurry();

        // When
        pace.call();

        // Then
        assertThat(callsMade()).isEqualTo(2);
    }

    /** There is one event loop: what was begun before this is done after it. */
    private int callsMade() {
        CompletableFuture<Integer> made = new CompletableFuture<>();
        vertx.runOnContext(now -> made.complete(calls.get()));
        return made.join();
    }
}
