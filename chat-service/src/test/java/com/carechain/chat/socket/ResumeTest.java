package com.carechain.chat.socket;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets that comes back: everything it missed, nothing twice, then live. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ResumeTest {
    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();
    private final List<ChatSocket> open = new ArrayList<>();
    private String room;
    private String messages;

    @BeforeEach
    void openRoom() {
        room = people.room();
        messages = "/api/messaging/rooms/" + room + "/messages/";
    }

    @AfterEach
    void closeSockets() {
        open.forEach(ChatSocket::close);
    }

    /** The same for the room's own socket and for {@code /ws/}. */
    private ChatSocket resumed(boolean roomSocket, long afterRev) {
        ChatSocket socket = ChatSocket.open(
                base, roomSocket ? "/ws/chat/" + room + "/?after_rev=" + afterRev : "/ws/", people.candidateToken());
        open.add(socket);
        if (!roomSocket)
            socket.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + room + "\",\"after_rev\":" + afterRev
                    + "}]}");
        return socket;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyKindOfChangeIsBroughtAfterwards(boolean roomSocket) {
        // Given: what the client has seen
        String edited = sent(people.employerToken(), "to be edited");
        String deleted = sent(people.employerToken(), "to be deleted");
        long seen = rev();

        // When: what happens meanwhile
        sent(people.employerToken(), "new");
        as(people.employerToken())
                .body(Map.of("content", "edited"))
                .patch(messages + edited)
                .then()
                .statusCode(200);
        as(people.employerToken()).delete(messages + deleted).then().statusCode(200);
        as(people.employerToken()).body("{\"seq\":3}").post("/api/messaging/rooms/" + room + "/mark-read/");
        Platform.close(people, 1);

        // Then
        ChatSocket socket = resumed(roomSocket, seen);
        JsonNode synced = socket.await("synced");
        assertThat(synced.get("rev").asLong()).isEqualTo(rev());
        assertThat(synced.get("seq").asLong()).isEqualTo(4);
        assertThat(synced.has("more")).isFalse();
        assertThat(socket.contents()).containsExactly("new", "The application was withdrawn.");
        assertThat(only(socket, "message_updated").at("/message/content").asText())
                .isEqualTo("edited");
        assertThat(only(socket, "message_deleted").at("/message/id").asText()).isEqualTo(deleted);
        assertThat(only(socket, "read_receipt").get("seq").asLong()).isEqualTo(3);
        assertThat(only(socket, "delivery_receipt").get("seq").asLong()).isEqualTo(3);
        assertThat(socket.await("room_updated").at("/room/status").asText()).isEqualTo("closed");
        // the room's own change as well is told before synced: who is cut off after it never asks for that rev again
        assertThat(socket.frames().stream()
                        .map(f -> f.get("type").asText())
                        .filter(Set.of("room_updated", "synced")::contains))
                .containsExactly("room_updated", "synced");
        assertThat(socket.frames().getFirst().get("type").asText()).isEqualTo("welcome");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingMissedIsSyncedAtOnce(boolean roomSocket) {
        // Given
        sent(people.employerToken(), "seen");

        // When
        ChatSocket socket = resumed(roomSocket, 1);

        // Then
        JsonNode synced = socket.await("synced");
        assertThat(synced.get("rev").asLong()).isEqualTo(1);
        assertThat(synced.get("seq").asLong()).isEqualTo(1);
        assertThat(socket.frames("chat_message")).isEmpty();
        // and live
        sent(people.employerToken(), "live");
        socket.await("chat_message");
        assertThat(socket.contents()).containsExactly("live");
    }

    @Test
    void withoutAfterRevNothingOldIsSent() {
        // Given
        sent(people.employerToken(), "old");

        // When
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        open.add(socket);
        socket.await("welcome");
        sent(people.employerToken(), "new");

        // Then
        socket.await("chat_message");
        assertThat(socket.contents()).containsExactly("new");
        assertThat(socket.frames("synced")).isEmpty();
    }

    @Test
    void whatWasMadeAndDeletedMeanwhileComesAsATombstoneSoThatSeqHasNoHole() {
        // Given
        sent(people.employerToken(), "one");
        String gone = sent(people.employerToken(), "two");
        as(people.employerToken()).delete(messages + gone).then().statusCode(200);
        sent(people.employerToken(), "three");

        // When
        ChatSocket socket = resumed(true, 0);
        socket.await("synced");

        // Then
        assertThat(seqs(socket)).containsExactly(1L, 2L, 3L);
        assertThat(socket.contents()).containsExactly("one", "", "three");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRevThatTheRoomNeverHadIsAnsweredWithReset(boolean roomSocket) {
        // Given
        sent(people.employerToken(), "one");

        // When
        ChatSocket socket = resumed(roomSocket, 999);

        // Then
        assertThat(socket.await("reset").get("room_id").asText()).isEqualTo(room);
        assertThat(socket.await("synced").get("rev").asLong()).isEqualTo(1);
        sent(people.employerToken(), "two");
        socket.await("chat_message");
        assertThat(socket.contents()).containsExactly("two");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exactlyAPageIsSentWhole(boolean roomSocket) {
        Platform.write(people, 1, 300);
        ChatSocket socket = resumed(roomSocket, 0);
        assertThat(socket.await("synced").has("more")).isFalse();
        assertThat(seqs(socket)).isEqualTo(upTo(300));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreThanAPageIsPagedOverRest(boolean roomSocket) {
        // Given
        Platform.write(people, 1, 730);

        // When
        ChatSocket socket = resumed(roomSocket, 0);

        // Then: a page over the socket
        JsonNode synced = socket.await("synced");
        assertThat(synced.get("more").asBoolean()).isTrue();
        assertThat(synced.get("rev").asLong()).isEqualTo(300);
        assertThat(synced.get("seq").asLong()).isEqualTo(300);
        assertThat(seqs(socket)).isEqualTo(upTo(300));

        // the rest over REST
        List<Long> paged = new ArrayList<>();
        long rev = 300;
        boolean more = true;
        while (more) {
            Response page = as(people.candidateToken()).get(messages + "?limit=200&after_rev=" + rev);
            page.<List<Integer>>path("results.seq").forEach(seq -> paged.add(seq.longValue()));
            rev = page.<Integer>path("results[-1].rev");
            more = page.path("has_more");
        }
        assertThat(paged).isEqualTo(LongStream.rangeClosed(301, 730).boxed().toList());

        // and live beyond
        sent(people.employerToken(), "live");
        socket.await("chat_message", f -> f.at("/message/seq").asLong() == 731);
        assertThat(seqs(socket)).hasSize(301);
    }

    @Test
    void whatIsWrittenWhileAClientResumesComesOnceAndInOrder() {
        // Given: plenty to resume, and somebody who goes on writing
        Platform.write(people, 1, 250);
        ChatSocket writer = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
        open.add(writer);
        writer.await("welcome");

        // When
        List<ChatSocket> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            writer.sendMessage("live " + i, null);
            if (i % 5 == 0) readers.add(resumed(i % 2 == 0, 0));
        }

        // Then
        for (ChatSocket reader : readers) {
            reader.await("chat_message", f -> f.at("/message/seq").asLong() == 290);
            assertThat(seqs(reader)).isEqualTo(upTo(290));
            assertThat(reader.frames("synced")).hasSize(1);
        }
    }

    @Test
    void manyWhoComeBackAtOnceAllGetEverything() {
        // Given
        Platform.write(people, 1, 200);

        // When: the whole allowance of sockets at once, the same question from each
        List<ChatSocket> readers =
                IntStream.range(0, 18).parallel().mapToObj(i -> openReader(50)).toList();

        // Then
        for (ChatSocket reader : readers) {
            reader.await("synced");
            assertThat(seqs(reader))
                    .isEqualTo(LongStream.rangeClosed(51, 200).boxed().toList());
        }
    }

    private ChatSocket openReader(long afterRev) {
        ChatSocket socket =
                ChatSocket.open(base, "/ws/chat/" + room + "/?after_rev=" + afterRev, people.candidateToken());
        synchronized (open) {
            open.add(socket);
        }
        return socket;
    }

    /** Messages, edits and deletes whose hints all got lost are found by the sweep, in order. */
    @Test
    void whatNoHintToldOfIsDeliveredAllTheSame() {
        // Given
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        open.add(socket);
        socket.await("welcome");

        // When
        for (int i = 1; i <= 3; i++) Database.storeSilently(room, people.employer(), "silent " + i);

        // Then
        socket.await("chat_message", f -> f.at("/message/seq").asLong() == 3);
        assertThat(socket.contents()).containsExactly("silent 1", "silent 2", "silent 3");
        sent(people.employerToken(), "loud");
        socket.await("chat_message", f -> f.at("/message/seq").asLong() == 4);
        assertThat(seqs(socket)).isEqualTo(upTo(4));
    }

    @Test
    void aMessageAfterAGapBringsTheGapFirst() {
        // Given
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        open.add(socket);
        socket.await("welcome");

        // When
        Database.storeSilently(room, people.employer(), "silent");
        sent(people.employerToken(), "loud");

        // Then
        socket.await("chat_message", f -> f.at("/message/seq").asLong() == 2);
        assertThat(socket.contents()).containsExactly("silent", "loud");
    }

    /**
     * A client that remembers the rev of the last frame it has seen, and loses its connection right there, must miss nothing: so no
     * frame may come after one with a higher rev. Here the sweep finds a message that has been edited after the next one was made.
     */
    @Test
    void revNeverFallsOnASocket() {
        // Given
        ChatSocket live = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        open.add(live);
        live.await("welcome");

        // When: two messages and an edit of the first, found at once
        Database.update("""
                with r as (update room set last_seq = 2, rev = 3 where id = ? returning *)
                insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at, edited_at)
                select r.id, v.seq, gen_random_uuid(), v.seq, v.rev, ?, gen_random_uuid(), 'text', v.content, now(), v.edited
                from r, (values (1, 3, 'edited', now()), (2, 2, 'plain', null)) as v (seq, rev, content, edited)""", UUID.fromString(room), people.employer());

        // Then: for who was connected, and for who comes back
        live.await("chat_message", f -> f.at("/message/seq").asLong() == 2);
        ChatSocket back = resumed(true, 0);
        back.await("synced");
        await().untilAsserted(() -> {
            for (ChatSocket socket : List.of(live, back)) {
                assertThat(seqs(socket)).isEqualTo(upTo(2));
                assertThat(revs(socket)).isSorted().endsWith(3L);
            }
        });
    }

    /** Random writes from one side, random disconnects on the other: the client's picture is the database's in the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoeverLosesTheConnectionAtAnyTimeEndsWithTheWholeTruth(long seed) throws InterruptedException {
        // Given
        Random random = new Random(seed);
        Picture picture = new Picture();
        Thread writer = Thread.startVirtualThread(() -> writeAtRandom(new Random(seed + 1000)));

        // When
        while (writer.isAlive()) {
            try (ChatSocket socket =
                    ChatSocket.open(base, "/ws/chat/" + room + "/?after_rev=" + picture.rev, people.candidateToken())) {
                int frames = 1 + random.nextInt(12);
                await().until(() -> socket.frames().size() >= frames || !writer.isAlive());
                socket.abort();
                picture.take(List.copyOf(socket.frames()));
            }
        }
        writer.join();
        ChatSocket last = resumed(true, picture.rev);
        last.await("synced");
        picture.take(last.frames());

        // Then
        List<Map<String, Object>> truth =
                as(people.candidateToken()).get(messages + "?limit=200").path("results");
        assertThat(picture.contents)
                .hasSameSizeAs(truth)
                .containsExactlyElementsOf(
                        truth.stream().map(m -> (String) m.get("content")).toList());
        assertThat(picture.rev).isEqualTo(rev());
    }

    private void writeAtRandom(Random random) {
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int what = mine.isEmpty() ? 0 : random.nextInt(6);
            switch (what) {
                case 4 ->
                    as(people.employerToken())
                            .body(Map.of("content", "edited " + i))
                            .patch(messages + mine.get(random.nextInt(mine.size())));
                case 5 -> as(people.employerToken()).delete(messages + mine.get(random.nextInt(mine.size())));
                default -> mine.add(sent(people.employerToken(), "message " + i));
            }
        }
    }

    /** What a client knows: the words of each message by its place, and how far it has come. */
    private static final class Picture {
        final List<String> contents = new ArrayList<>();
        long rev;

        void take(List<JsonNode> frames) {
            for (JsonNode frame : frames) {
                JsonNode message = frame.path("message");
                switch (frame.get("type").asText()) {
                    case "chat_message" -> {
                        // no gap, no repeat
                        assertThat(message.get("seq").asInt()).isEqualTo(contents.size() + 1);
                        contents.add(message.get("content").asText());
                        rev = risen(message.get("rev").asLong());
                    }
                    case "message_updated", "message_deleted" -> {
                        contents.set(
                                message.get("seq").asInt() - 1,
                                message.get("content").asText());
                        rev = risen(message.get("rev").asLong());
                    }
                    case "synced" -> rev = Math.max(rev, frame.get("rev").asLong());
                    case "reset" -> throw new AssertionError("reset");
                    default -> {}
                }
            }
        }

        private long risen(long to) {
            assertThat(to).isGreaterThan(rev);
            return to;
        }
    }

    // --- helpers

    private String sent(String token, String content) {
        return as(token)
                .body(Map.of("content", content))
                .post(messages)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private long rev() {
        return as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/")
                .<Integer>path("rev");
    }

    private static JsonNode only(ChatSocket socket, String type) {
        assertThat(socket.frames(type)).hasSize(1);
        return socket.frames(type).getFirst();
    }

    private static List<Long> seqs(ChatSocket socket) {
        return socket.frames("chat_message").stream()
                .map(f -> f.at("/message/seq").asLong())
                .toList();
    }

    private static List<Long> revs(ChatSocket socket) {
        return socket.frames().stream()
                .filter(f -> f.has("message"))
                .map(f -> f.at("/message/rev").asLong())
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "abc", "1.5", "9999999999999999999"})
    void whoResumesFromWhatIsNoRevIsRefused(String afterRev) {
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/?after_rev=" + afterRev, people.candidateToken()))
                .isEqualTo(400);
    }
}
