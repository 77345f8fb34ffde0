package com.carechain.chat.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What replicas say to each other, also to those of the version before. */
class RedisHintsTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private final UUID room = UUID.randomUUID();
    private final RoomEvent event = new RoomEvent(
            room, 12, List.of(new Delivery("{\"a\":\"1 \\n 2\"}", 11, 7, null), new Delivery("{\"b\":0}", 12)));

    @Test
    void anEventComesBackAsItWas() {
        assertEquals(new RedisHints.Hint(event, 5), RedisHints.decoded(room, encoded(event, 5, null)));
    }

    @Test
    void soDoItsTraceAndAHintWithoutFrames() {
        // Given
        RoomEvent hint = RoomEvent.hint(room, 3);

        // Then
        assertEquals(
                TRACE,
                RedisHints.decoded(room, encoded(event, 5, TRACE)).event().trace());
        assertEquals(
                new RedisHints.Hint(hint, 1_700_000_000_000L),
                RedisHints.decoded(room, encoded(hint, 1_700_000_000_000L, null)));
    }

    @Test
    void theVersionBeforeIsUnderstood() {
        // When
        RoomEvent plain =
                RedisHints.decoded(room, "12 5\n11 {\"a\":1}\n12 {\"b\":0}").event();
        RoomEvent traced =
                RedisHints.decoded(room, "12 5 " + TRACE + "\n12 {\"b\":0}").event();

        // Then
        assertNull(plain.trace());
        assertEquals(List.of(new Delivery("{\"a\":1}", 11), new Delivery("{\"b\":0}", 12)), plain.deliveries());
        assertEquals(TRACE, traced.trace());
        assertEquals(List.of(new Delivery("{\"b\":0}", 12)), traced.deliveries());
    }

    @Test
    void garbageIsRefused() {
        for (String garbage : List.of("", "x", "1", "1 x", "1 2\n", "1 2\nx {}", "1 2 - x\n1 {}"))
            assertThrows(RuntimeException.class, () -> RedisHints.decoded(room, garbage), garbage);
    }

    private static String encoded(RoomEvent event, long sentMillis, @Nullable String trace) {
        StringBuilder text = new StringBuilder();
        RedisHints.encode(event, sentMillis, trace, text);
        return text.toString();
    }
}
