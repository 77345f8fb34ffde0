package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import com.carechain.presence.state.Change.Typing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypingTest {

    private static World world;

    private final String user = "user-" + UUID.randomUUID();
    private final PresenceStore store = world.store();

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 2);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void typingEndsByItselfAfterSixSeconds() {
        // When
        typing("room-1", true);
        world.pass(Duration.ofMillis(5500));

        // Then
        assertEquals(List.of("room-1 true"), announced());
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
        world.pass(Duration.ofSeconds(10));
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
    }

    @Test
    void whoGoesOnTypingIsAnnouncedOnce() {
        // When
        for (int second = 0; second < 20; second++) {
            typing("room-1", true);
            world.pass(Duration.ofSeconds(1));
        }

        // Then
        assertEquals(List.of("room-1 true"), announced());
        world.pass(Duration.ofSeconds(7));
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
    }

    @Test
    void aBurstIsTakenOnceASecond() {
        // Given
        typing("room-1", true);

        // When: within the first second nothing is written, so the end stays where it was
        world.pass(Duration.ofMillis(800));
        for (int i = 0; i < 50; i++) {
            typing("room-1", true);
        }
        world.pass(Duration.ofMillis(5400));

        // Then
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
    }

    @Test
    void sayingThatTypingEndedEndsItOnce() {
        // When
        typing("room-1", true);
        typing("room-1", false);
        typing("room-1", false);
        world.pass(Duration.ofSeconds(7));

        // Then
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
    }

    @Test
    void theEndOfTypingThatNeverBeganIsNotAnnounced() {
        // When
        typing("room-1", false);

        // Then
        assertEquals(List.of(), announced());
    }

    @Test
    void roomsAreApart() {
        // When
        typing("room-1", true);
        typing("room-2", true);
        typing("room-1", false);

        // Then
        assertEquals(List.of("room-1 true", "room-2 true", "room-1 false"), announced());
    }

    @Test
    void closingTheLastConnectionEndsTyping() {
        // Given
        store.apply("chat-1", List.of(new Alive(user, "a", null), new Alive(user, "b", null)));
        typing("room-1", true);

        // When
        store.apply("chat-1", List.of(new Closed(user, "a")));
        List<String> oneLeft = announced();
        store.apply("chat-1", List.of(new Closed(user, "b")));

        // Then
        assertEquals(List.of("room-1 true"), oneLeft);
        assertEquals(List.of("room-1 true", "room-1 false"), announced());
    }

    @Test
    void typingDoesNotMakeAnyoneOnline() {
        // When
        typing("room-1", true);
        world.pass(Duration.ofSeconds(7));

        // Then
        assertEquals(List.of(), world.announcements().statusesOf(user));
        assertEquals(UserPresence.unknown(user), store.statuses(List.of(user)).getFirst());
    }

    private void typing(String room, boolean isTyping) {
        store.apply("", List.of(new Typing(user, room, isTyping)));
    }

    private List<String> announced() {
        return world.announcements().typingOf(user);
    }
}
