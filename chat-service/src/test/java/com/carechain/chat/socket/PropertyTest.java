package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever text comes in: exactly one {@code error} for each bad frame, and the socket goes on. The generator is seeded, so a
 * failure can be repeated; its input is in the message. What is not text, or too much of it, is in {@link SocketCloseTest}.
 */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class PropertyTest {
    private static final int TRIES = 60;
    private static final List<String> TYPES = List.of(
            "chat_message",
            "typing",
            "mark_read",
            "mark_delivered",
            "edit_message",
            "delete_message",
            "authenticate",
            "subscribe");

    @TestHTTPResource("/")
    URI base;

    enum Bad {
        GARBAGE(r -> text(r, 1 + r.nextInt(200))),
        CUT_OFF(r -> {
            String whole = "{\"type\":\"chat_message\",\"content\":\"" + letters(r, 20) + "\"}";
            return whole.substring(0, r.nextInt(whole.length()));
        }),
        ONE_CHARACTER_TOO_MANY(r -> "{\"type\":\"ping\"}" + "]}x\"1,:{[".charAt(r.nextInt(9))),
        DEEP_NESTING(r -> {
            int depth = 1001 + r.nextInt(20_000);
            return "{\"type\":\"chat_message\",\"content\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        }),
        DEEP_NESTING_IN_AN_UNKNOWN_FIELD(r -> {
            int depth = 1001 + r.nextInt(9_000);
            return "{\"x\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + ",\"type\":\"ping\"}";
        }),
        NUL(r -> "{\"type\":\"chat_message\",\"content\":\"" + letters(r, 5) + "\\u0000" + letters(r, 5) + "\"}"),
        RAW_CONTROL_CHARACTER(r -> "{\"type\":\"chat_message\",\"content\":\"a" + (char) r.nextInt(0x20) + "b\"}"),
        LONE_SURROGATE(r -> "{\"type\":\"chat_message\",\"content\":\"" + letters(r, 5)
                + "\\u%04x".formatted(0xD800 + r.nextInt(0x800)) + letters(r, 5) + "\"}"),
        DUPLICATE_KEY(r -> {
            String key = List.of("type", "content", "client_id", "x").get(r.nextInt(4));
            return "{\"type\":\"chat_message\",\"content\":\"a\",\"client_id\":null,\"x\":1,\"" + key + "\":\"b\"}";
        }),
        WRONG_TYPES(r -> "{\"type\":\"" + TYPES.get(r.nextInt(TYPES.size()))
                + "\",\"content\":{},\"is_typing\":{},\"seq\":{},\"message_id\":{},\"token\":{},\"rooms\":{}}"),
        NO_FIELDS(r -> "{\"type\":\""
                + List.of("chat_message", "typing", "edit_message", "delete_message", "authenticate", "subscribe")
                        .get(r.nextInt(6))
                + "\"}"),
        UNKNOWN_TYPE(r -> "{\"type\":\"" + letters(r, 12) + "\",\"content\":\"x\"}"),
        TYPE_OF_ANOTHER_KIND(r -> "{\"type\":"
                + List.of("1", "true", "null", "{}", "[]", "[\"ping\"]", "{\"type\":\"ping\"}")
                        .get(r.nextInt(7)) + "}"),
        HUGE_NUMBER(r -> "{\"type\":\"mark_read\",\"seq\":" + "9".repeat(20 + r.nextInt(900)) + "}"),
        HUGE_EXPONENT(r -> "{\"type\":\"mark_delivered\",\"seq\":1e" + (400 + r.nextInt(999_999_000)) + "}"),
        LONG_CONTENT(r -> "{\"type\":\"chat_message\",\"content\":\"" + letters(r, 10_001 + r.nextInt(50_000)) + "\"}");

        final Function<Random, String> frame;

        Bad(Function<Random, String> frame) {
            this.frame = frame;
        }
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void aBadFrameIsAnsweredWithOneErrorAndTheSocketGoesOn(Bad bad) {
        // Given
        Random random = new Random(bad.name().hashCode());
        People people = People.some();
        try (ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + people.room() + "/", people.candidateToken())) {
            socket.await("welcome");
            for (int i = 1; i <= TRIES; i++) {
                int number = i;
                String frame = bad.frame.apply(random);

                // When: asked right behind it whether the socket lives (which also ends a row of refusals)
                socket.send(frame);
                socket.send("{\"type\":\"ping\"}");

                // Then
                await(bad + " " + number + ": " + shortened(frame))
                        .pollInterval(java.time.Duration.ofMillis(2))
                        .until(() -> socket.frames("pong").size() == number
                                && socket.frames("error").size() == number);
            }
            assertThat(socket.frames("chat_message")).isEmpty();
            assertThat(socket.frames("error")).allSatisfy(PropertyTest::saysNothingOfJava);
        }
    }

    private static void saysNothingOfJava(JsonNode error) {
        assertThat(error.get("detail").asText()).doesNotContain("java", "Exception", "com.", "jackson");
        assertThat(error.get("code").asText()).isIn("invalid", "unauthorized", "not_found");
    }

    private static String letters(Random random, int count) {
        return random.ints(count, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Any characters but surrogates. */
    private static String text(Random random, int count) {
        return random.ints(count, 0, 0xD800)
                .map(c -> random.nextBoolean() ? c % 0x80 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String shortened(String frame) {
        return frame.length() < 300 ? frame : frame.substring(0, 300) + "… (" + frame.length() + ")";
    }
}
