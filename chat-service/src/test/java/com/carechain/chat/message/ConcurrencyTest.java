package com.carechain.chat.message;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Order, uniqueness and durability while many write at once. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ConcurrencyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    @Test
    void eightWritersIntoOneRoomGiveExactlyOneToN() {
        // Given
        int each = 25;
        List<ChatSocket> writers = IntStream.range(0, 8).mapToObj(this::opened).toList();

        // When
        together(IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(w -> () -> {
                    for (int i = 0; i < each; i++) writers.get(w).sendMessage(w + "-" + i, UUID.randomUUID());
                    return null;
                })
                .toList());

        // Then: everybody sees 1..N, each writer's words in the order written
        List<Long> all = LongStream.rangeClosed(1, 8L * each).boxed().toList();
        for (ChatSocket reader : writers) {
            await().atMost(PATIENCE).until(() -> reader.frames("chat_message").size() >= all.size());
            assertThat(seqs(reader)).isEqualTo(all);
            for (int w = 0; w < 8; w++) {
                String prefix = w + "-";
                assertThat(reader.contents().stream().filter(c -> c.startsWith(prefix)))
                        .isEqualTo(IntStream.range(0, each)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        }
        for (ChatSocket writer : writers) assertThat(writer.frames("ack")).hasSize(each);
        assertThat(Database.number("select count(*) from message where room_id = ?", id()))
                .isEqualTo(all.size());
        assertThat(Database.number("select last_seq from room where id = ?", id()))
                .isEqualTo(all.size());
    }

    @Test
    void theSameClientIdFromManyThreadsIsOneRow() {
        // Given: REST and sockets alike
        UUID clientId = UUID.randomUUID();
        List<ChatSocket> sockets =
                IntStream.range(0, 4).mapToObj(i -> opened(0)).toList();

        // When
        List<Response> answers = together(IntStream.range(0, 24)
                .<Callable<Response>>mapToObj(i -> () -> {
                    sockets.get(i % 4).sendMessage("socket " + i, clientId);
                    return as(people.candidateToken())
                            .body(Map.of("content", "rest " + i, "client_id", clientId))
                            .post(messages);
                })
                .toList());

        // Then: one original, told to everybody
        assertThat(answers).extracting(Response::statusCode).isSubsetOf(200, 201);
        assertThat(answers)
                .extracting(a -> a.<String>path("id"))
                .containsOnly(answers.getFirst().<String>path("id"));
        await().until(() ->
                sockets.stream().mapToInt(s -> s.frames("ack").size()).sum() == 24);
        List<JsonNode> acks =
                sockets.stream().flatMap(s -> s.frames("ack").stream()).toList();
        assertThat(acks)
                .extracting(a -> a.get("message_id").asText())
                .containsOnly(answers.getFirst().<String>path("id"));
        long originals =
                acks.stream().filter(a -> !a.get("duplicate").asBoolean()).count()
                        + answers.stream().filter(a -> a.statusCode() == 201).count();
        assertThat(originals).isEqualTo(1);
        assertThat(Database.number("select count(*) from message where room_id = ?", id()))
                .isEqualTo(1);
        for (ChatSocket socket : sockets)
            assertThat(socket.frames("chat_message")).hasSize(1);
    }

    @Test
    void revHasNoHolesWhateverHappensAtOnce() {
        // Given
        ChatSocket reader = opened(0);
        List<String> mine =
                IntStream.range(0, 10).mapToObj(i -> sent("old " + i)).toList();

        // When: sends, edits, deletes and receipts
        together(IntStream.range(0, 10)
                .<Callable<Object>>mapToObj(i -> () -> {
                    sent("new " + i);
                    as(people.candidateToken())
                            .body(Map.of("content", "edited"))
                            .patch(messages + mine.get(i));
                    as(people.employerToken())
                            .body(Map.of("seq", i + 1))
                            .post("/api/messaging/rooms/" + room + "/mark-read/");
                    return i % 2 == 0 ? as(people.candidateToken()).delete(messages + mine.get(i)) : i;
                })
                .toList());

        // Then
        long rev =
                as(people.candidateToken()).get("/api/messaging/rooms/" + room).<Integer>path("rev");
        await().until(() -> revs(reader).contains(rev));
        assertThat(revs(reader))
                .isEqualTo(LongStream.rangeClosed(1, rev).boxed().toList());
        assertThat(seqs(reader)).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void aBadRowDoesNotFailItsNeighbours() throws SQLException {
        // Given: somebody holds the room, so that what is sent gathers in one batch
        ChatSocket sender = opened(0);
        UUID known = UUID.randomUUID();
        sender.sendMessage("known", known);
        sender.await("ack");
        try (Connection holder = Database.connect()) {
            holder.setAutoCommit(false);
            try (var lock = holder.prepareStatement("select from room where id = ? for update")) {
                lock.setObject(1, id());
                lock.executeQuery();
            }

            // When
            for (int i = 0; i < 5; i++) {
                sender.sendMessage("good " + i, null);
                sender.send("{\"type\":\"chat_message\",\"content\":\"bad\",\"client_id\":\"%s\",\"reply_to\":\"%s\"}"
                        .formatted(UUID.randomUUID(), UUID.randomUUID()));
                sender.sendMessage("known again", known);
            }
            sender.send("{\"type\":\"ping\"}");
            sender.await("pong");
            holder.rollback();
        }

        // Then
        sender.await("chat_message", f -> f.at("/message/content").asText().equals("good 4"));
        assertThat(sender.contents()).containsExactly("known", "good 0", "good 1", "good 2", "good 3", "good 4");
        assertThat(sender.frames("error")).hasSize(5).allSatisfy(error -> {
            assertThat(error.get("code").asText()).isEqualTo("invalid");
            assertThat(error.get("detail").asText()).contains("reply_to");
        });
        assertThat(sender.frames("ack").stream().filter(a -> a.get("duplicate").asBoolean()))
                .hasSize(5);
    }

    @Test
    void manyRoomsAtOnceDoNotBlockEachOther() {
        // Given: rooms on both lanes, written from all sides at once
        List<People> pairs = IntStream.range(0, 12).mapToObj(i -> People.some()).toList();
        List<String> rooms = pairs.stream().map(People::room).toList();

        // When
        List<Response> answers = together(IntStream.range(0, 240)
                .<Callable<Response>>mapToObj(i -> () -> as(i % 2 == 0
                                ? pairs.get(i % 12).candidateToken()
                                : pairs.get(i % 12).employerToken())
                        .body(Map.of("content", "m" + i))
                        .post("/api/messaging/rooms/" + rooms.get(i % 12) + "/messages/"))
                .toList());

        // Then
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        for (String one : rooms)
            assertThat(Database.number(
                            "select count(distinct seq) from message where room_id = ?", UUID.fromString(one)))
                    .isEqualTo(Database.number("select last_seq from room where id = ?", UUID.fromString(one)))
                    .isEqualTo(20);
    }

    /** A terminated connection is the lost answer to a COMMIT as well: the lane cannot know, and must find out. */
    @Test
    void connectionsThatBreakLoseNothingAndDoubleNothing() {
        // Given
        ChatSocket sender = opened(0);
        int count = 60;

        // When
        for (int i = 1; i <= count; i++) {
            sender.sendMessage("message " + i, UUID.randomUUID());
            if (i % 15 == 0)
                Database.number(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'chat-service'");
        }

        // Then
        await().atMost(PATIENCE).until(() -> sender.frames("ack").size() == count);
        assertThat(sender.frames("error")).isEmpty();
        assertThat(sender.frames("ack"))
                .extracting(a -> a.get("duplicate").asBoolean())
                .isSubsetOf(true, false);
        await().atMost(PATIENCE).until(() -> sender.frames("chat_message").size() >= count);
        assertThat(seqs(sender))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(sender.contents())
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> "message " + i)
                        .toList());
        assertThat(Database.number("select count(*) from message where room_id = ?", id()))
                .isEqualTo(count);
    }

    // --- helpers

    private UUID id() {
        return UUID.fromString(room);
    }

    private String sent(String content) {
        return as(people.candidateToken())
                .body(Map.of("content", content))
                .post(messages)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Even numbers are the candidate's sockets, odd ones the employer's. */
    private ChatSocket opened(int number) {
        ChatSocket socket = ChatSocket.open(
                base, "/ws/chat/" + room + "/", number % 2 == 0 ? people.candidateToken() : people.employerToken());
        open.add(socket);
        socket.await("welcome");
        return socket;
    }

    private static <T> List<T> together(List<? extends Callable<T>> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) results.add(future.get());
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> seqs(ChatSocket socket) {
        return socket.frames("chat_message").stream()
                .map(f -> f.at("/message/seq").asLong())
                .toList();
    }

    /** Of every committed change that was told, in order; a mark that is read and delivered at once is one change. */
    private static List<Long> revs(ChatSocket socket) {
        return socket.frames().stream()
                .filter(f -> f.has("message") || f.get("type").asText().endsWith("_receipt"))
                .map(f -> f.has("message")
                        ? f.at("/message/rev").asLong()
                        : f.get("rev").asLong())
                .distinct()
                .toList();
    }
}
