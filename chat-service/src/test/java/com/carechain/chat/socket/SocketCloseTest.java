package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.LogLines;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.RawSocket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the service ends a socket, by close code. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class SocketCloseTest {
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int LIMIT = 64 * 1024;

    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    @Test
    void expiredTokenCloses4001UnlessANewerOneCameInTime() {
        // Given: two sockets with a token that ends soon
        String path = path();
        String brief = LocalParts.issuer().token(people.candidate(), "Ana", Set.of("candidate"), Duration.ofSeconds(4));
        try (ChatSocket renewed = ChatSocket.open(base, path, brief);
                ChatSocket left = ChatSocket.open(base, path, brief);
                ChatSocket allRooms = ChatSocket.open(base, "/ws/", brief)) {
            // When
            renewed.send("{\"type\":\"authenticate\",\"token\":\"" + people.candidateToken() + "\"}");

            // Then
            assertThat(left.awaitClose()).isEqualTo(4001);
            assertThat(allRooms.awaitClose()).isEqualTo(4001);
            renewed.send("{\"type\":\"ping\"}");
            renewed.await("pong");
        }
    }

    @Test
    void aRemovedMembersSocketCloses4003AndTheOthersStay() {
        // Given
        String room = people.room();
        try (ChatSocket removed = ChatSocket.open(base, path(), people.candidateToken());
                ChatSocket other = ChatSocket.open(base, path(), people.employerToken())) {
            removed.await("welcome");
            other.await("welcome");

            // When
            Database.remove(people.candidate(), room);

            // Then
            assertThat(removed.awaitClose()).isEqualTo(4003);
            other.sendMessage("alone", null);
            other.await("ack");
            assertThat(removed.contents()).isEmpty();
        }
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/", people.candidateToken()))
                .isEqualTo(404);
    }

    @Test
    void aClientThatGoesOnAlthoughRefusedCloses4008() {
        try (ChatSocket socket = ChatSocket.open(base, path(), people.candidateToken())) {
            // Given
            socket.await("welcome");

            // When: a hundred refused frames in a row
            for (int i = 0; i < 100; i++) socket.send("{\"type\":\"shout\"}");

            // Then
            assertThat(socket.awaitClose()).isEqualTo(4008);
        }
    }

    @Test
    void aClientThatMendsItsWaysStays() {
        try (ChatSocket socket = ChatSocket.open(base, path(), people.candidateToken())) {
            socket.await("welcome");
            for (int i = 0; i < 150; i++) {
                socket.send("{\"type\":\"shout\"}");
                if (i % 50 == 0) socket.send("{\"type\":\"ping\"}");
            }
            await().until(() -> socket.frames("error").size() == 150);
            assertThat(socket.frames("pong")).hasSize(3);
        }
    }

    @Test
    void aClientThatDoesNotReadCloses4009() {
        // Given: a client that reads nothing, with little room in the network
        try (RawSocket socket = RawSocket.open(base, path(), people.candidateToken(), 4096)) {
            assertThat(socket.readText()).contains("welcome");
            byte[] ping = "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);

            // When: it makes the server send more than the network and the queue of this socket hold
            for (int i = 0; i < 200_000; i++) socket.sendText(ping);

            // Then
            assertThat(socket.readToTheEnd().code()).isEqualTo(4009);
        }
    }

    @Test
    void oneSocketMoreThanAUserMayHaveCloses4011() {
        // Given
        String path = path();
        List<ChatSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                open.add(ChatSocket.open(base, i % 2 == 0 ? path : "/ws/", people.candidateToken()));
                open.getLast().await("welcome");
            }

            // When / Then
            try (ChatSocket oneMore = ChatSocket.open(base, path, people.candidateToken())) {
                assertThat(oneMore.awaitClose()).isEqualTo(4011);
            }
            try (ChatSocket another = ChatSocket.open(base, path, people.employerToken())) {
                another.await("welcome");
            }

            // And: one less makes room
            open.removeLast().close();
            await().untilAsserted(() -> {
                try (ChatSocket again = ChatSocket.open(base, path, people.candidateToken())) {
                    again.await("welcome");
                }
            });
            open.forEach(socket -> assertThat(socket.frames("error")).isEmpty());
        } finally {
            open.forEach(ChatSocket::close);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBinaryFrameCloses1003(boolean roomSocket) {
        try (ChatSocket socket = ChatSocket.open(base, roomSocket ? path() : "/ws/", people.candidateToken())) {
            socket.await("welcome");
            socket.sendBinary("{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.awaitClose()).isEqualTo(1003);
        }
    }

    @Test
    void textThatIsNotUtf8Closes1007() {
        // Given
        String head = "{\"type\":\"chat_message\",\"content\":\"";
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC3, 0x28}, // a broken two-byte character
                new byte[] {(byte) 0xC0, (byte) 0x80}, // NUL, overlong
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // a surrogate
                new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}, // beyond Unicode
                new byte[] {(byte) 0xFF})) {
            try (RawSocket socket = RawSocket.open(base, path(), people.candidateToken())) {
                // When
                socket.sendText(joined(head, bad, "\"}"));

                // Then
                assertThat(socket.readToTheEnd().code()).isEqualTo(1007);
                assertThat(socket.nothingFollowsTheClose()).isTrue();
            }
        }
        assertThat(Database.number("select last_seq from room where id = ?", UUID.fromString(people.room())))
                .isZero();
    }

    private static byte[] joined(String head, byte[] middle, String tail) {
        byte[] all = new byte[head.length() + middle.length + tail.length()];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, all, 0, head.length());
        System.arraycopy(middle, 0, all, head.length(), middle.length);
        System.arraycopy(
                tail.getBytes(StandardCharsets.US_ASCII), 0, all, head.length() + middle.length, tail.length());
        return all;
    }

    /** Each with a token that has not been seen, so that there is something to decide while they go. */
    @Test
    void whoLeavesBeforeBeingLetInIsNoFault() {
        // When
        Queue<LogRecord> lines =
                LogLines.during(() -> IntStream.range(0, 300).parallel().forEach(i -> {
                    Duration life = Duration.ofMinutes(5).plusSeconds(i);
                    String token = LocalParts.issuer().token(people.candidate(), "Ana", Set.of("candidate"), life);
                    RawSocket.askAndLeave(base, path(), token, Duration.ofNanos(i * 10_000L));
                }));

        // Then
        assertThat(lines).noneMatch(SocketCloseTest::isOurFault);
        try (ChatSocket socket = ChatSocket.open(base, path(), people.candidateToken())) {
            socket.await("welcome");
        }
    }

    private static boolean isOurFault(LogRecord line) {
        return line.getThrown() != null
                && Arrays.stream(line.getThrown().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("com.carechain"));
    }

    @Test
    void anUpgradeThatFailsIsAnswered() {
        assertThat(RawSocket.answerTo(12, base, path(), people.candidateToken()))
                .isEqualTo("HTTP/1.1 426 Upgrade Required");
    }

    /** A browser offers compression each time. */
    @Test
    void noExtensionIsAgreedOn() {
        try (RawSocket socket = RawSocket.open(base, path(), people.candidateToken())) {
            assertThat(socket.answer()).noneMatch(header -> header.startsWith("sec-websocket-extensions"));
        }
    }

    @Test
    void aFrameBeyondTheLimitCloses1009() {
        try (RawSocket socket = RawSocket.open(base, path(), people.candidateToken())) {
            socket.sendText(padded(LIMIT + 1));
            assertThat(socket.readToTheEnd().code()).isEqualTo(1009);
        }
    }

    @Test
    void manyFragmentsBeyondTheLimitClose1009() {
        try (RawSocket socket = RawSocket.open(base, path(), people.candidateToken())) {
            socket.send(TEXT, false, "{\"type\":\"ping\",\"x\":\"".getBytes(StandardCharsets.US_ASCII));
            byte[] part = "x".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 5; i++) socket.send(CONTINUATION, i == 4, part);
            assertThat(socket.readToTheEnd().code()).isEqualTo(1009);
        }
    }

    @Test
    void aFrameOfExactlyTheLimitIsTaken() {
        try (ChatSocket socket = ChatSocket.open(base, path(), people.candidateToken())) {
            socket.send(new String(padded(LIMIT), StandardCharsets.US_ASCII));
            socket.await("ack");
        }
    }

    @Test
    void aMessageInFragmentsIsOneMessage() {
        // Given: split in the middle of a character
        byte[] frame = "{\"type\":\"chat_message\",\"content\":\"Grüße\"}".getBytes(StandardCharsets.UTF_8);
        int middle = frame.length - 6;
        assertThat(frame[middle - 1] & 0xC0).isEqualTo(0xC0);
        try (ChatSocket reader = ChatSocket.open(base, path(), people.employerToken());
                RawSocket socket = RawSocket.open(base, path(), people.candidateToken())) {
            reader.await("welcome");

            // When
            socket.send(TEXT, false, java.util.Arrays.copyOf(frame, middle));
            socket.send(CONTINUATION, true, java.util.Arrays.copyOfRange(frame, middle, frame.length));

            // Then
            assertThat(reader.await("chat_message").at("/message/content").asText())
                    .isEqualTo("Grüße");
        }
    }

    /** A good frame of that many bytes. */
    private static byte[] padded(int size) {
        String head = "{\"type\":\"chat_message\",\"content\":\"x\",\"padding\":\"";
        String tail = "\"}";
        return (head + "x".repeat(size - head.length() - tail.length()) + tail).getBytes(StandardCharsets.US_ASCII);
    }

    private String path() {
        return "/ws/chat/" + people.room() + "/";
    }

    @AfterEach
    void theServiceIsWell() {
        try (ChatSocket socket = ChatSocket.open(base, "/ws/", People.some().candidateToken())) {
            socket.await("welcome");
        }
    }
}
