package com.carechain.presence.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContactCacheTest {

    private Instant now = Instant.EPOCH;
    private final ContactCache cache = new ContactCache(() -> now, Duration.ofSeconds(10), Duration.ofSeconds(1), 3);

    @Test
    void anAnswerIsUsedUntilItIsTooOld() {
        cache.put("maria", Set.of("jon"));

        now = now.plusSeconds(9);
        assertEquals(Set.of("jon"), cache.get("maria", Set.of()));
        assertEquals(Set.of("jon"), cache.get("maria", Set.of("jon")));
        now = now.plusSeconds(1);
        assertNull(cache.get("maria", Set.of("jon")));
    }

    @Test
    void whoIsMissingInAnAnswerIsAskedForAgainAfterASecond() {
        cache.put("maria", Set.of("jon"));

        now = now.plusSeconds(1);
        assertEquals(Set.of("jon"), cache.get("maria", Set.of("jon", "ada")));
        now = now.plusMillis(1);
        assertNull(cache.get("maria", Set.of("jon", "ada")));
    }

    @Test
    void theLeastRecentlyUsedIsForgottenFirst() {
        cache.put("a", Set.of());
        cache.put("b", Set.of());
        cache.put("c", Set.of());
        assertNotNull(cache.get("a", Set.of()));

        cache.put("d", Set.of());

        assertNull(cache.get("b", Set.of()));
        assertNotNull(cache.get("a", Set.of()));
    }
}
