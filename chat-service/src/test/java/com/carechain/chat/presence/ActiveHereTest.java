package com.carechain.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActiveHereTest {
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final ActiveHere here = new ActiveHere(() -> now);

    @Test
    void whoHasAnActiveSocketWasSeenNow() {
        // Given
        here.oneMore("ana");
        here.oneMore("ana");

        // When
        pass(Duration.ofHours(1));
        here.oneLess("ana");

        // Then
        assertThat(here.lastSeen("ana")).isEqualTo(now);
        assertThat(here.lastSeen("ben")).isNull();
    }

    @Test
    void whoIsIdleIsNotKnown() {
        // When
        here.oneMore("ana");
        here.oneLess("ana");

        // Then
        assertThat(here.lastSeen("ana")).isNull();
    }

    @Test
    void whoLeftWasSeenUntilThenForAMoment() {
        // Given
        Instant then = now;
        here.oneMore("ana");
        here.oneClosed("ana");

        // Then
        pass(ActiveHere.MOMENT.minusMillis(1));
        here.forgetOld();
        assertThat(here.lastSeen("ana")).isEqualTo(then);
        pass(Duration.ofMillis(1));
        assertThat(here.lastSeen("ana")).isNull();
    }

    @Test
    void whoIsSaidToBeGoneIsNotKnown() {
        // Given
        here.oneMore("ana");
        here.oneClosed("ana");
        here.oneMore("ben");
        here.oneClosed("ben");
        here.oneMore("eve");

        // When
        here.isGone("ana");
        here.isGone("eve"); // said of an earlier socket

        // Then
        assertThat(here.lastSeen("ana")).isNull();
        assertThat(here.lastSeen("ben")).isEqualTo(now);
        assertThat(here.lastSeen("eve")).isEqualTo(now);

        // When
        here.mayBeGone();

        // Then
        assertThat(here.lastSeen("ben")).isNull();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
