package com.carechain.chat.receipt;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts over sockets: high-water marks that only rise, {@code read_seq <= delivered_seq <= last_seq}. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ReceiptsTest {
    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();
    private final List<ChatSocket> open = new ArrayList<>();
    private String room;
    private ChatSocket reader;
    private ChatSocket sender;

    @BeforeEach
    void openRoom() {
        room = people.room();
        Platform.write(people, 1, 5);
        reader = opened(people.candidateToken(), "/ws/chat/" + room + "/");
        sender = opened(people.employerToken(), "/ws/chat/" + room + "/");
    }

    @AfterEach
    void closeSockets() {
        open.forEach(ChatSocket::close);
    }

    @Test
    void readingIncludesDelivery() {
        // When
        mark("mark_read", 4);

        // Then: one change, delivery told first
        JsonNode read = sender.await("read_receipt");
        JsonNode delivered = sender.await("delivery_receipt");
        assertThat(read.get("seq").asLong()).isEqualTo(4);
        assertThat(delivered.get("seq").asLong()).isEqualTo(4);
        assertThat(read.get("rev")).isEqualTo(delivered.get("rev"));
        assertThat(sender.frames().indexOf(delivered))
                .isLessThan(sender.frames().indexOf(read));
        assertThat(marks()).containsExactly(4, 4);
    }

    @Test
    void deliveryDoesNotIncludeReading() {
        mark("mark_delivered", 3);
        sender.await("delivery_receipt");
        assertThat(marks()).containsExactly(0, 3);
        assertThat(sender.frames("read_receipt")).isEmpty();
    }

    @Test
    void withoutSeqEverythingIsMeant() {
        reader.send("{\"type\":\"mark_delivered\"}");
        assertThat(sender.await("delivery_receipt").get("seq").asLong()).isEqualTo(5);
        reader.send("{\"type\":\"mark_read\"}");
        assertThat(sender.await("read_receipt").get("seq").asLong()).isEqualTo(5);
        assertThat(marks()).containsExactly(5, 5);
    }

    @Test
    void aMarkBeyondTheLastMessageEndsThere() {
        mark("mark_read", Long.MAX_VALUE);
        assertThat(sender.await("read_receipt").get("seq").asLong()).isEqualTo(5);
        Platform.write(people, 6, 6);
        assertThat(marks()).containsExactly(5, 5);
    }

    @Test
    void aLowerMarkIsNoNews() {
        // Given
        mark("mark_read", 4);
        sender.await("read_receipt");

        // When
        mark("mark_read", 2);
        mark("mark_delivered", 3);
        mark("mark_read", 5);

        // Then
        sender.await("read_receipt", f -> f.get("seq").asLong() == 5);
        assertThat(sender.frames("read_receipt"))
                .extracting(f -> f.get("seq").asLong())
                .containsExactly(4L, 5L);
        assertThat(sender.frames("delivery_receipt"))
                .extracting(f -> f.get("seq").asLong())
                .containsExactly(4L, 5L);
    }

    @Test
    void oneDeviceReadsForAll() {
        // Given: the same user on a phone, on all rooms
        ChatSocket phone = opened(people.candidateToken(), "/ws/");
        phone.send("{\"type\":\"subscribe\"}");
        phone.send("{\"type\":\"ping\"}");
        phone.await("pong");

        // When
        mark("mark_read", 5);

        // Then
        JsonNode read = phone.await("read_receipt");
        assertThat(read.get("user_id").asText()).isEqualTo(people.candidate());
        assertThat(read.get("room_id").asText()).isEqualTo(room);
        assertThat(as(people.candidateToken())
                        .get("/api/messaging/rooms/" + room)
                        .<Integer>path("unread_count"))
                .isZero();
    }

    @Test
    void manyMarksInARushAreGatheredAndEndAtTheHighest() {
        // Given
        Platform.write(people, 6, 200);
        Random random = new Random(7);

        // When
        for (int i = 0; i < 500; i++)
            mark(random.nextBoolean() ? "mark_read" : "mark_delivered", 1 + random.nextInt(199));
        mark("mark_read", 200);

        // Then: told in rising order, seldom
        sender.await("read_receipt", f -> f.get("seq").asLong() == 200);
        for (String type : List.of("read_receipt", "delivery_receipt")) {
            List<Long> told =
                    sender.frames(type).stream().map(f -> f.get("seq").asLong()).toList();
            assertThat(told).isSorted().doesNotHaveDuplicates().endsWith(200L);
        }
        assertThat(marks()).containsExactly(200, 200);
    }

    @Test
    void bothSidesMarksAreApart() {
        mark("mark_read", 2);
        reader.await("read_receipt");
        sender.send("{\"type\":\"mark_read\",\"seq\":5}");
        reader.await("read_receipt", f -> f.get("user_id").asText().equals(people.employer()));
        assertThat(marks()).containsExactly(2, 2);
    }

    @Test
    void whoHasLeftMarksNothing() {
        // Given
        Database.remove(people.candidate(), room);

        // When
        mark("mark_read", 5);
        reader.awaitClose();

        // Then
        assertThat(Database.number(
                        "select read_seq from member where room_id = ? and user_id = ?",
                        UUID.fromString(room),
                        people.candidate()))
                .isZero();
    }

    private void mark(String type, long seq) {
        reader.send("{\"type\":\"" + type + "\",\"seq\":" + seq + "}");
    }

    /** The candidate's read and delivered marks, as everybody sees them. */
    private List<Integer> marks() {
        var answer = as(people.employerToken()).get("/api/messaging/rooms/" + room);
        return List.of(answer.path("participants[0].read_seq"), answer.path("participants[0].delivered_seq"));
    }

    private ChatSocket opened(String token, String path) {
        ChatSocket socket = ChatSocket.open(base, path, token);
        open.add(socket);
        socket.await("welcome");
        return socket;
    }
}
