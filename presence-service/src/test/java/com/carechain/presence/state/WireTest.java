package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import com.carechain.presence.state.Change.Typing;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What chat-service hears on the Redis channels, byte for byte except for the time. */
class WireTest {

    private static World world;

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 1);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aStatusChangeLooksAsPublished() throws IOException {
        // When
        world.store().apply("chat-1", List.of(new Alive("wire:maria@x.org", "a", null)));

        // Then
        List<String> announced = world.announcements().rawStatusOf("wire:maria@x.org");
        assertEquals(
                golden("status.json"),
                announced
                        .getFirst()
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "2026-01-31T12:00:00.000Z"));
    }

    @Test
    void typingLooksAsPublished() throws IOException {
        // When
        world.store().apply("", List.of(new Typing("wire:jon", "0198c0de-0000-7000-8000-000000000001", true)));

        // Then
        assertEquals(
                golden("typing.json"),
                world.announcements().rawTypingOf("wire:jon").getFirst());
    }

    @Test
    void announcedTimesAreThoseOfTheCalendarFarIntoTheFuture() {
        // When: over four centuries of days, leap days among them, at all times of day
        List<Instant> seen = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            world.jump(Duration.ofHours(5003).plusMillis(123_457));
            world.store().sweep();
            world.store().apply("chat-1", List.of(new Alive("calendar", "a", null), new Closed("calendar", "a")));
            seen.add(world.store().statuses(List.of("calendar")).getFirst().lastSeen());
        }

        // Then
        List<String> announced = world.announcements().rawStatusOf("calendar").stream()
                .map(JsonObject::new)
                .filter(payload -> payload.getString("status").equals("online"))
                .map(payload -> payload.getString("last_seen"))
                .toList();
        assertEquals(700, announced.size());
        for (int i = 0; i < 700; i++) {
            assertEquals("2026-01-31T12:00:00.000Z".length(), announced.get(i).length());
            assertEquals(seen.get(i), Instant.parse(announced.get(i)));
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = WireTest.class.getResourceAsStream("/wire/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
