package com.carechain.chat.socket;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.carechain.chat.testing.PresencePeer;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket of one room: every frame in both directions. How sockets end is in {@link SocketCloseTest}. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class SocketTest {
    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry meters;

    private final People people = People.some();
    private final List<ChatSocket> open = new ArrayList<>();
    private String room;

    @BeforeEach
    void openRoom() {
        room = people.room();
    }

    @AfterEach
    void closeSockets() {
        open.forEach(ChatSocket::close);
    }

    // --- welcome

    @Test
    void theWelcomeShowsTheRoomWithEverybodysMarksAndPresence() {
        // Given
        LocalParts.presence().set(people.employer(), "away");
        Platform.write(people, 1, 2);
        as(people.employerToken()).body("{\"seq\":1}").post("/api/messaging/rooms/" + room + "/mark-read/");

        // When
        JsonNode welcome = candidate().frames().getFirst();

        // Then
        assertThat(welcome.get("type").asText()).isEqualTo("welcome");
        assertThat(welcome.get("user_id").asText()).isEqualTo(people.candidate());
        assertThat(welcome.get("connection_id").asText()).isNotBlank();
        assertThat(welcome.get("heartbeat_seconds").asInt()).isEqualTo(15);
        assertThat(welcome.get("server_time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        assertThat(welcome.at("/room/id").asText()).isEqualTo(room);
        assertThat(welcome.at("/room/candidate/id").asText()).isEqualTo(people.candidate());
        assertThat(welcome.at("/room/employer/id").asText()).isEqualTo(people.employer());
        assertThat(welcome.at("/room/status").asText()).isEqualTo("active");
        assertThat(welcome.at("/room/last_seq").asLong()).isEqualTo(2);
        JsonNode me = welcome.at("/room/participants/0");
        assertThat(me.get("user_id").asText()).isEqualTo(people.candidate());
        assertThat(me.get("status").asText()).isEqualTo("online");
        JsonNode other = welcome.at("/room/participants/1");
        assertThat(other.get("user_id").asText()).isEqualTo(people.employer());
        assertThat(other.get("name").asText()).isEqualTo("Mercy " + people.employer());
        assertThat(other.get("role").asText()).isEqualTo("employer");
        assertThat(other.get("status").asText()).isEqualTo("away");
        assertThat(other.get("last_seen").asText()).isEqualTo("2026-01-31T12:00:00.000Z");
        assertThat(other.get("read_seq").asLong()).isEqualTo(1);
        assertThat(other.get("delivered_seq").asLong()).isEqualTo(1);
    }

    @Test
    void withAPresenceServiceThatHangsTheWelcomeComesAllTheSameAndEverybodyElseIsOffline() {
        // Given
        LocalParts.presence().set(people.employer(), "online");
        try (var hanging = LocalParts.presence().hang()) {

            // When
            ChatSocket socket = candidate();

            // Then
            JsonNode welcome = socket.await("welcome");
            assertThat(welcome.at("/room/participants/0/status").asText()).isEqualTo("online");
            assertThat(welcome.at("/room/participants/1/status").asText()).isEqualTo("offline");
            socket.sendMessage("Hello?", UUID.randomUUID());
            socket.await("chat_message");
        }
        await().untilAsserted(() -> assertThat(candidate()
                        .await("welcome")
                        .at("/room/participants/1/status")
                        .asText())
                .isEqualTo("online"));
    }

    @Test
    void whoIsActiveOnThisReplicaIsOnlineInTheWelcomeWithoutAQuestion() {
        // Given
        await().until(this::isPresenceReachable); // another test may have kept it from answering
        ChatSocket there = candidate();
        LocalParts.presence().set(people.candidate(), "away");

        // When / Then
        assertThat(welcomed(employer(), people.candidate())).isEqualTo("online");
        assertThat(LocalParts.presence().asked(people.candidate())).isZero();

        // When: it goes idle, so another replica may know better
        there.send("{\"type\":\"activity\",\"idle\":true}");
        await().until(() ->
                !LocalParts.presence().told("activity", people.candidate()).isEmpty());
        assertThat(welcomed(employer(), people.candidate())).isEqualTo("away");

        // When: it is active again, then closed
        there.send("{\"type\":\"activity\",\"idle\":false}");
        await().until(() ->
                LocalParts.presence().told("activity", people.candidate()).size() > 1);
        assertThat(welcomed(employer(), people.candidate())).isEqualTo("online");
        there.close();
        await().until(() ->
                !LocalParts.presence().told("closed", people.candidate()).isEmpty());

        // Then: it counts for a moment longer, until something else is said
        long asked = LocalParts.presence().asked(people.candidate());
        assertThat(welcomed(employer(), people.candidate())).isEqualTo("online");
        assertThat(LocalParts.presence().asked(people.candidate())).isEqualTo(asked);
        announce("presence:status", "{'user_id':'%s','status':'away','last_seen':null}", people.candidate());
        await().until(() -> welcomed(employer(), people.candidate()).equals("away"));
    }

    private boolean isPresenceReachable() {
        return meters.get("carechain.presence.reachable").gauge().value() == 1;
    }

    private static String welcomed(ChatSocket socket, String user) {
        return socket.await("welcome")
                .at("/room/participants")
                .valueStream()
                .filter(one -> one.get("user_id").asText().equals(user))
                .map(one -> one.get("status").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatPresenceServiceCouldNotBeToldIsAskedForOnceItKnowsAllSocketsAgain() {
        // Given
        ChatSocket other = employer();
        try (var hanging = LocalParts.presence().hang()) {

            // When: this is not heard, so it is not counted on
            candidate();
            await().until(() -> !isPresenceReachable());
            assertThat(welcomed(employer(), people.candidate())).isEqualTo("offline");
            LocalParts.presence().set(people.candidate(), "away");
        }

        // Then
        other.await("user_status", s -> s.get("status").asText().equals("away"));
    }

    @Test
    void manyWhoComeAtOnceAreEachWelcomedWithTheirOwnRoom() {
        // Given
        List<People> everybody = Stream.generate(People::some).limit(40).toList();
        List<String> rooms = everybody.stream().map(People::room).toList();
        everybody.forEach(p -> LocalParts.presence().set(p.employer(), "away"));

        // When
        List<CompletableFuture<ChatSocket>> coming = new ArrayList<>();
        for (int i = 0; i < rooms.size(); i++) {
            String token = everybody.get(i).candidateToken();
            String path = "/ws/chat/" + rooms.get(i) + "/";
            coming.add(CompletableFuture.supplyAsync(
                    () -> ChatSocket.open(base, path, token), Thread::startVirtualThread));
        }

        // Then
        for (int i = 0; i < rooms.size(); i++) {
            ChatSocket socket = coming.get(i).join();
            open.add(socket);
            JsonNode welcome = socket.await("welcome");
            assertThat(welcome.at("/room/id").asText()).isEqualTo(rooms.get(i));
            assertThat(welcome.at("/room/participants/0/status").asText()).isEqualTo("online");
            assertThat(welcome.at("/room/participants/1/status").asText()).isEqualTo("away");
        }
    }

    // --- chat_message

    @Test
    void aMessageIsAcknowledgedThenEchoedToEverySocketOfEveryMember() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket sendersPhone = candidate();
        ChatSocket other = employer();
        UUID clientId = UUID.randomUUID();

        // When
        sender.sendMessage("Hello there!", clientId);

        // Then
        JsonNode ack = sender.await("ack");
        JsonNode echo = sender.await("chat_message");
        assertThat(sender.frames().indexOf(ack)).isLessThan(sender.frames().indexOf(echo));
        assertThat(ack.get("room_id").asText()).isEqualTo(room);
        assertThat(ack.get("client_id").asText()).isEqualTo(clientId.toString());
        assertThat(ack.get("seq").asLong()).isEqualTo(1);
        assertThat(ack.get("rev").asLong()).isEqualTo(1);
        assertThat(ack.get("duplicate").asBoolean()).isFalse();
        JsonNode message = echo.get("message");
        assertThat(message.get("id")).isEqualTo(ack.get("message_id"));
        assertThat(message.get("created_at")).isEqualTo(ack.get("created_at"));
        assertThat(message.get("client_id")).isEqualTo(ack.get("client_id"));
        assertThat(message.at("/sender/id").asText()).isEqualTo(people.candidate());
        assertThat(message.get("content").asText()).isEqualTo("Hello there!");
        // the same words for everybody, an acknowledgement for the sender's socket alone
        assertThat(other.await("chat_message")).isEqualTo(echo);
        assertThat(sendersPhone.await("chat_message")).isEqualTo(echo);
        assertThat(sendersPhone.frames("ack")).isEmpty();
        assertThat(other.frames("ack")).isEmpty();
    }

    @Test
    void aMessageWithoutClientIdIsAcknowledgedToo() {
        ChatSocket sender = candidate();
        sender.sendMessage("Hello", null);
        assertThat(sender.await("ack").get("client_id").isNull()).isTrue();
        assertThat(sender.await("chat_message").at("/message/client_id").isNull())
                .isTrue();
    }

    @Test
    void messagesOfOneSocketKeepTheirOrder() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket other = employer();

        // When: sent without waiting for answers
        List<String> contents =
                IntStream.rangeClosed(1, 60).mapToObj(String::valueOf).toList();
        contents.forEach(content -> sender.sendMessage(content, UUID.randomUUID()));

        // Then
        other.await("chat_message", f -> f.at("/message/seq").asLong() == 60);
        assertThat(other.contents()).isEqualTo(contents);
        assertThat(seqs(other))
                .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf).toList());
        sender.await("chat_message", f -> f.at("/message/seq").asLong() == 60);
        assertThat(sender.contents()).isEqualTo(contents);
        assertThat(sender.frames("ack")).hasSize(60);
    }

    @Test
    void anAckComesBeforeItsOwnEchoAlsoWhenManyAreUnderWay() {
        // Given
        ChatSocket sender = candidate();

        // When
        for (int i = 0; i < 60; i++) sender.sendMessage("m" + i, UUID.randomUUID());
        sender.await("chat_message", f -> f.at("/message/seq").asLong() == 60);

        // Then
        for (JsonNode echo : sender.frames("chat_message")) {
            JsonNode ack = sender.await("ack", a -> a.get("message_id").equals(echo.at("/message/id")));
            assertThat(sender.frames().indexOf(ack)).isLessThan(sender.frames().indexOf(echo));
        }
    }

    @Test
    void theSameClientIdAgainIsAcknowledgedAsDuplicateAndNotEchoedAgain() {
        // Given
        ChatSocket sender = candidate();
        UUID clientId = UUID.randomUUID();
        sender.sendMessage("first", clientId);
        JsonNode first = sender.await("ack");

        // When: on another socket, with other words
        ChatSocket again = candidate();
        again.sendMessage("second", clientId);

        // Then
        JsonNode second = again.await("ack");
        assertThat(second.get("duplicate").asBoolean()).isTrue();
        for (String field : List.of("message_id", "seq", "rev", "created_at", "client_id"))
            assertThat(second.get(field)).isEqualTo(first.get(field));
        again.sendMessage("third", null);
        again.await("chat_message", f -> f.at("/message/content").asText().equals("third"));
        assertThat(again.contents()).containsExactly("third");
        assertThat(sender.contents()).startsWith("first").doesNotContain("second");
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsCommitted() throws SQLException {
        // Given: somebody holds the room
        ChatSocket sender = candidate();
        try (Connection holder = holdingTheRoom()) {
            // When
            sender.sendMessage("Wait", UUID.randomUUID());
            sender.send("{\"type\":\"ping\"}");

            // Then: the socket goes on, the message waits
            sender.await("pong");
            assertThat(sender.frames("ack")).isEmpty();
            assertThat(sender.frames("chat_message")).isEmpty();
            holder.rollback();
        }
        sender.await("ack");
        sender.await("chat_message");
    }

    @Test
    void moreUnansweredFramesThanAllowedAreRefusedAtOnce() throws SQLException {
        // Given
        ChatSocket sender = candidate();
        try (Connection holder = holdingTheRoom()) {
            // When: 64 may wait
            for (int i = 0; i < 70; i++) sender.sendMessage("m" + i, UUID.randomUUID());

            // Then
            await().until(() -> sender.frames("error").size() == 6);
            assertThat(sender.frames("error")).allSatisfy(error -> {
                assertThat(error.get("code").asText()).isEqualTo("overloaded");
                assertThat(error.get("retry_after_ms").asLong()).isPositive();
                assertThat(error.get("client_id").asText()).isNotBlank();
            });
            holder.rollback();
        }
        await().until(() -> sender.frames("ack").size() == 64);
    }

    private Connection holdingTheRoom() throws SQLException {
        Connection connection = Database.connect();
        connection.setAutoCommit(false);
        try (var lock = connection.prepareStatement("select from room where id = ? for update")) {
            lock.setObject(1, UUID.fromString(room));
            lock.executeQuery();
        }
        return connection;
    }

    @Test
    void aReplyKeepsWhatItAnswers() {
        // Given
        ChatSocket sender = candidate();
        sender.sendMessage("Monday?", null);
        String question = sender.await("ack").get("message_id").asText();

        // When
        sender.send("{\"type\":\"chat_message\",\"content\":\"Yes\",\"reply_to\":\"" + question
                + "\",\"message_type\":\"text\"}");

        // Then
        JsonNode echo = sender.await("chat_message", f -> f.at("/message/seq").asLong() == 2);
        assertThat(echo.at("/message/reply_to").asText()).isEqualTo(question);
    }

    @Test
    void aMessageByRestReachesTheSocketsToo() {
        ChatSocket other = employer();
        as(people.candidateToken())
                .body("{\"content\":\"by REST\"}")
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(201);
        assertThat(other.await("chat_message").at("/message/content").asText()).isEqualTo("by REST");
    }

    @Test
    void aSystemMessageComesWithItsCard() {
        ChatSocket socket = employer();
        Platform.write(people, 1, 1);
        JsonNode message = socket.await("chat_message").get("message");
        assertThat(message.get("message_type").asText()).isEqualTo("system");
        assertThat(message.at("/sender/id").asText()).isEqualTo("system");
        assertThat(message.at("/sender/role").asText()).isEqualTo("system");
        assertThat(message.at("/card/kind").asText()).isEqualTo("status_changed");
        assertThat(message.get("client_id").isNull()).isTrue();
    }

    @Test
    void anotherRoomsMessagesStayThere() {
        // Given
        People others = People.some();
        ChatSocket mine = candidate();
        ChatSocket theirs = opened(others.room(), others.candidateToken());

        // When
        theirs.sendMessage("secret", null);
        theirs.await("chat_message");
        mine.sendMessage("mine", null);
        mine.await("chat_message");

        // Then
        assertThat(mine.contents()).containsExactly("mine");
        assertThat(theirs.contents()).containsExactly("secret");
    }

    @Test
    void aClosedRoomIsToldAndTakesNoMoreMessages() {
        // Given
        ChatSocket sender = candidate();
        UUID clientId = UUID.randomUUID();

        // When
        Platform.close(people, 1);

        // Then
        assertThat(sender.await("room_updated").at("/room/status").asText()).isEqualTo("closed");
        assertThat(sender.await("chat_message").at("/message/content").asText()).contains("withdrawn");
        sender.sendMessage("Too late?", clientId);
        JsonNode error = sender.await("error");
        assertThat(error.get("code").asText()).isEqualTo("room_closed");
        assertThat(error.get("client_id").asText()).isEqualTo(clientId.toString());
        assertThat(error.get("room_id").asText()).isEqualTo(room);
    }

    // --- edits, deletes

    @Test
    void anEditIsShownToEverybody() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket other = employer();
        sender.sendMessage("Hallo", null);
        String id = sender.await("ack").get("message_id").asText();

        // When
        sender.send("{\"type\":\"edit_message\",\"message_id\":\"" + id + "\",\"content\":\"Hello\"}");

        // Then
        for (ChatSocket socket : List.of(sender, other)) {
            JsonNode message = socket.await("message_updated").get("message");
            assertThat(message.get("id").asText()).isEqualTo(id);
            assertThat(message.get("content").asText()).isEqualTo("Hello");
            assertThat(message.get("rev").asLong()).isEqualTo(2);
            assertThat(message.get("seq").asLong()).isEqualTo(1);
            assertThat(message.get("edited_at").isNull()).isFalse();
        }
    }

    @Test
    void aDeleteIsShownToEverybody() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket other = employer();
        sender.sendMessage("oops", null);
        String id = sender.await("ack").get("message_id").asText();

        // When
        sender.send("{\"type\":\"delete_message\",\"message_id\":\"" + id + "\"}");

        // Then
        for (ChatSocket socket : List.of(sender, other)) {
            JsonNode message = socket.await("message_deleted").get("message");
            assertThat(message.get("id").asText()).isEqualTo(id);
            assertThat(message.get("content").asText()).isEmpty();
            assertThat(message.get("rev").asLong()).isEqualTo(2);
            assertThat(message.get("deleted_at").isNull()).isFalse();
        }
    }

    @Test
    void onlyItsSenderMayChangeAMessage() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket other = employer();
        sender.sendMessage("mine", null);
        String id = sender.await("ack").get("message_id").asText();

        // When / Then
        other.send("{\"type\":\"edit_message\",\"message_id\":\"" + id + "\",\"content\":\"yours\"}");
        assertThat(other.await("error").get("code").asText()).isEqualTo("forbidden");
        Database.age(id, "16 minutes");
        sender.send("{\"type\":\"edit_message\",\"message_id\":\"" + id + "\",\"content\":\"late\"}");
        assertThat(sender.await("error").get("code").asText()).isEqualTo("window_over");
        assertThat(other.frames("message_updated")).isEmpty();
    }

    // --- receipts

    @Test
    void readAndDeliveredAreToldToEverybody() {
        // Given
        ChatSocket sender = candidate();
        ChatSocket other = employer();
        ChatSocket othersPhone = employer();
        sender.sendMessage("one", null);
        sender.sendMessage("two", null);
        other.await("chat_message", f -> f.at("/message/seq").asLong() == 2);

        // When
        other.send("{\"type\":\"mark_delivered\",\"seq\":2}");

        // Then
        for (ChatSocket socket : List.of(sender, other, othersPhone)) {
            JsonNode delivered = socket.await("delivery_receipt");
            assertThat(delivered.get("room_id").asText()).isEqualTo(room);
            assertThat(delivered.get("user_id").asText()).isEqualTo(people.employer());
            assertThat(delivered.get("seq").asLong()).isEqualTo(2);
            assertThat(delivered.get("at").asText()).endsWith("Z");
        }

        // When
        other.send("{\"type\":\"mark_read\",\"seq\":1}");

        // Then: also on the reader's other device
        for (ChatSocket socket : List.of(sender, other, othersPhone)) {
            JsonNode read = socket.await("read_receipt");
            assertThat(read.get("user_id").asText()).isEqualTo(people.employer());
            assertThat(read.get("seq").asLong()).isEqualTo(1);
        }
    }

    // --- typing, presence, activity

    @Test
    void typingIsReportedAtMostOnceASecondAndItsEndAtOnce() {
        // Given
        ChatSocket writer = candidate();

        // When
        for (int i = 0; i < 5; i++) writer.send("{\"type\":\"typing\",\"is_typing\":true}");
        writer.send("{\"type\":\"typing\",\"is_typing\":false}");

        // Then
        await().until(() -> typed().size() >= 2);
        assertThat(typed()).containsExactly(true, false);
    }

    @Test
    void changesOfMindAboutTypingComeNoFasterEither() {
        // Given
        ChatSocket writer = candidate();

        // When
        for (int i = 0; i < 20; i++) {
            writer.send("{\"type\":\"typing\",\"is_typing\":true}");
            writer.send("{\"type\":\"typing\",\"is_typing\":false}");
        }
        writer.send("{\"type\":\"ping\"}");
        writer.await("pong");

        // Then: one each, or a second pair when the machine took more than a second for all that
        await().until(() -> typed().size() >= 2);
        assertThat(typed()).startsWith(true, false).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void ofTwoEditsTheLaterOneWins() {
        ChatSocket writer = candidate();
        for (int i = 0; i < 20; i++) {
            // Given
            UUID clientId = UUID.randomUUID();
            writer.sendMessage("to be edited " + i, clientId);
            String id = writer.await("ack", f -> f.get("client_id").asText().equals(clientId.toString()))
                    .get("message_id")
                    .asText();

            // When
            for (String words : List.of("first " + i, "second " + i))
                writer.send(
                        "{\"type\":\"edit_message\",\"message_id\":\"%s\",\"content\":\"%s\"}".formatted(id, words));

            // Then
            String last = "second " + i;
            await().until(() -> edits(writer, id).size() == 2);
            assertThat(edits(writer, id)).last().isEqualTo(last);
        }
    }

    private static List<String> edits(ChatSocket socket, String message) {
        return socket.frames("message_updated").stream()
                .map(f -> f.get("message"))
                .filter(m -> m.get("id").asText().equals(message))
                .map(m -> m.get("content").asText())
                .toList();
    }

    @Test
    void aSentMessageEndsTyping() {
        ChatSocket writer = candidate();
        writer.send("{\"type\":\"typing\",\"is_typing\":true}");
        writer.sendMessage("done", null);
        await().untilAsserted(() -> assertThat(typed()).containsExactly(true, false));
    }

    /** The one that typed may be on another replica: what is known of it comes from there. */
    @Test
    void aMessageSentElsewhereEndsTypingToo() {
        // Given
        ChatSocket other = employer();
        announceTyping(true);
        other.await("typing", f -> f.get("is_typing").asBoolean());

        // When
        as(people.candidateToken())
                .body("{\"content\":\"sent over REST\"}")
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(201);

        // Then
        await().untilAsserted(() -> assertThat(typed()).containsExactly(false));

        // When: over a socket that has not typed
        announceTyping(true);
        other.await("typing", f -> f.get("is_typing").asBoolean());
        candidate().sendMessage("sent over another socket", null);

        // Then
        await().untilAsserted(() -> assertThat(typed()).containsExactly(false, false));
        announceTyping(false);
    }

    private void announceTyping(boolean isTyping) {
        redis.pubsub(String.class)
                .publish(
                        "presence:typing",
                        "{\"room_id\":\"%s\",\"user_id\":\"%s\",\"is_typing\":%s}"
                                .formatted(room, people.candidate(), isTyping));
    }

    @Test
    void aClosedSocketEndsTyping() {
        ChatSocket writer = candidate();
        writer.send("{\"type\":\"typing\",\"is_typing\":true}");
        await().until(() -> typed().size() == 1);
        writer.abort();
        await().untilAsserted(() -> assertThat(typed()).containsExactly(true, false));
    }

    private List<Boolean> typed() {
        return LocalParts.presence().told("typing", people.candidate()).stream()
                .map(t -> {
                    assertThat(t.get("room_id").asText()).isEqualTo(room);
                    return t.get("is_typing").asBoolean();
                })
                .toList();
    }

    @Test
    void typingAndPresenceOfTheOtherSideAreShown() {
        // Given
        ChatSocket writer = candidate();
        ChatSocket other = employer();

        // When: presence-service says so
        announce("presence:typing", "{'room_id':'%s','user_id':'%s','is_typing':true}", room, people.candidate());
        announce(
                "presence:status",
                "{'user_id':'%s','status':'away','last_seen':'2026-01-31T12:00:00.000Z'}",
                people.candidate());

        // Then
        JsonNode typing = other.await("typing");
        assertThat(typing.get("room_id").asText()).isEqualTo(room);
        assertThat(typing.get("user_id").asText()).isEqualTo(people.candidate());
        assertThat(typing.get("is_typing").asBoolean()).isTrue();
        JsonNode status = other.await("user_status");
        assertThat(status.get("user_id").asText()).isEqualTo(people.candidate());
        assertThat(status.get("status").asText()).isEqualTo("away");
        assertThat(status.get("last_seen").asText()).isEqualTo("2026-01-31T12:00:00.000Z");
        // and nobody is told of himself
        announce("presence:status", "{'user_id':'%s','status':'online','last_seen':null}", people.employer());
        assertThat(writer.await("user_status").get("user_id").asText()).isEqualTo(people.employer());
        assertThat(writer.frames("typing")).isEmpty();
    }

    @Test
    void whatIsNoPresenceIsIgnored() {
        ChatSocket other = employer();
        for (String bad : List.of("", "{", "[]", "null", "{'room_id':'x','user_id':'y','is_typing':true}")) {
            announce("presence:typing", bad);
            announce("presence:status", bad);
        }
        announce("presence:typing", "{'room_id':'%s','user_id':'%s','is_typing':true}", room, people.candidate());
        other.await("typing");
        assertThat(other.frames("user_status")).isEmpty();
    }

    @Test
    void whatWasMissedWhileRedisWasAwayIsAskedForUntilPresenceServiceAnswers() {
        // Given
        candidate();
        ChatSocket other = employer();
        announce("presence:status", "{'user_id':'%s','status':'away','last_seen':null}", people.candidate());
        other.await("user_status");

        // When: nobody answers the first time
        LocalParts.stopRedis();
        try (PresencePeer.Hanging silence = LocalParts.presence().hang()) {
            LocalParts.startRedis();
            LocalParts.presence().set(people.candidate(), "online");
            await().until(() -> LocalParts.presence().asked(people.candidate()) > 1);
        }

        // Then
        other.await("user_status", s -> s.get("status").asText().equals("online"));
    }

    private void announce(String channel, String json, Object... values) {
        redis.pubsub(String.class).publish(channel, json.formatted(values).replace('\'', '"'));
    }

    @Test
    void presenceServiceIsToldOfEverySocketAndItsActivity() {
        // Given
        ChatSocket socket = candidate();
        String connection = socket.frames().getFirst().get("connection_id").asText();

        // When / Then
        await().until(() -> LocalParts.presence().told("opened", people.candidate()).stream()
                .anyMatch(c -> c.get("connection_id").asText().equals(connection)));
        socket.send("{\"type\":\"activity\",\"idle\":true}");
        await().until(() -> LocalParts.presence().told("activity", people.candidate()).stream()
                .anyMatch(c -> c.get("connection_id").asText().equals(connection)
                        && c.get("idle").asBoolean()));
        socket.send("{\"type\":\"activity\",\"idle\":false}");
        await().until(() -> LocalParts.presence().told("activity", people.candidate()).stream()
                .anyMatch(c -> !c.get("idle").asBoolean()));
        socket.close();
        await().until(() -> LocalParts.presence().told("closed", people.candidate()).stream()
                .anyMatch(c -> c.get("connection_id").asText().equals(connection)));
    }

    // --- ping, bad frames

    @Test
    void aPingIsAnswered() {
        ChatSocket socket = candidate();
        socket.send("{\"type\":\"ping\"}");
        assertThat(socket.await("pong").get("server_time").asText()).endsWith("Z");
    }

    enum BadFrame {
        EMPTY("frame", ""),
        NO_JSON("frame", "hello"),
        BROKEN("frame", "{\"type\":\"ping\""),
        TWO("frame", "{\"type\":\"ping\"}{\"type\":\"ping\"}"),
        LIST("frame", "[]"),
        TEXT("type", "\"ping\""),
        NUMBER("type", "42"),
        NULL("frame", "null"),
        NO_TYPE("type", "{}"),
        TYPE_NULL("type", "{\"type\":null}"),
        TYPE_UNKNOWN("type", "{\"type\":\"shout\"}"),
        TYPE_NUMBER("type", "{\"type\":5}"),
        TYPE_CASE("type", "{\"type\":\"Ping\"}"),
        SERVER_TYPE("type", "{\"type\":\"ack\"}"),
        NO_CONTENT("content", "{\"type\":\"chat_message\"}"),
        EMPTY_CONTENT("content", "{\"type\":\"chat_message\",\"content\":\"\"}"),
        LONG_CONTENT("content", "{\"type\":\"chat_message\",\"content\":\"" + "x".repeat(10_001) + "\"}"),
        OBJECT_CONTENT("content", "{\"type\":\"chat_message\",\"content\":{}}"),
        NUL("content", "{\"type\":\"chat_message\",\"content\":\"a\\u0000b\"}"),
        LONE_SURROGATE("content", "{\"type\":\"chat_message\",\"content\":\"\\ud83d\"}"),
        TWO_CONTENTS("frame", "{\"type\":\"chat_message\",\"content\":\"a\",\"content\":\"b\"}"),
        SYSTEM("message_type", "{\"type\":\"chat_message\",\"content\":\"x\",\"message_type\":\"system\"}"),
        BAD_CLIENT_ID("client_id", "{\"type\":\"chat_message\",\"content\":\"x\",\"client_id\":\"17\"}"),
        BAD_REPLY("reply_to", "{\"type\":\"chat_message\",\"content\":\"x\",\"reply_to\":[]}"),
        UNKNOWN_REPLY(
                "reply_to",
                "{\"type\":\"chat_message\",\"content\":\"x\",\"reply_to\":\"8e03978e-40d5-43e8-bc93-6894a57f9324\"}"),
        UNKNOWN_ATTACHMENT(
                "attachment_id",
                "{\"type\":\"chat_message\",\"content\":\"x\",\"attachment_id\":\"8e03978e-40d5-43e8-bc93-6894a57f9324\"}"),
        TYPING_WITHOUT("is_typing", "{\"type\":\"typing\"}"),
        TYPING_WHAT("is_typing", "{\"type\":\"typing\",\"is_typing\":\"maybe\"}"),
        READ_NEGATIVE("seq", "{\"type\":\"mark_read\",\"seq\":-1}"),
        READ_TEXT("seq", "{\"type\":\"mark_read\",\"seq\":\"all\"}"),
        READ_HUGE("seq", "{\"type\":\"mark_read\",\"seq\":1e400}"),
        DELIVERED_NEGATIVE("seq", "{\"type\":\"mark_delivered\",\"seq\":-1}"),
        EDIT_WHAT("message_id", "{\"type\":\"edit_message\",\"content\":\"x\"}"),
        EDIT_BAD_ID("message_id", "{\"type\":\"edit_message\",\"message_id\":\"x\",\"content\":\"x\"}"),
        EDIT_WITHOUT_CONTENT(
                "content", "{\"type\":\"edit_message\",\"message_id\":\"8e03978e-40d5-43e8-bc93-6894a57f9324\"}"),
        DELETE_WHAT("message_id", "{\"type\":\"delete_message\"}"),
        SUBSCRIBE_HERE("type", "{\"type\":\"subscribe\"}"),
        NO_TOKEN("token", "{\"type\":\"authenticate\"}");

        final String field;
        final String frame;

        BadFrame(String field, String frame) {
            this.field = field;
            this.frame = frame;
        }
    }

    @ParameterizedTest
    @EnumSource(BadFrame.class)
    void aBadFrameIsAnsweredAndTheSocketStays(BadFrame bad) {
        // Given
        ChatSocket socket = candidate();

        // When
        socket.send(bad.frame);

        // Then
        JsonNode error = socket.await("error");
        assertThat(error.get("code").asText()).isEqualTo("invalid");
        assertThat(error.get("detail").asText()).contains(bad.field).doesNotContain("java", "Exception");
        socket.sendMessage("still here", null);
        socket.await("ack");
        assertThat(socket.frames("error")).hasSize(1);
        assertThat(socket.frames("pong")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"edit_message,not_found", "delete_message,not_found"})
    void anUnknownMessageIsNotFound(String type, String code) {
        ChatSocket socket = candidate();
        socket.send("{\"type\":\"%s\",\"message_id\":\"%s\",\"content\":\"x\"}".formatted(type, UUID.randomUUID()));
        assertThat(socket.await("error").get("code").asText()).isEqualTo(code);
    }

    @Test
    void aRefusedMessageIsNamedByItsClientId() {
        ChatSocket socket = candidate();
        UUID clientId = UUID.randomUUID();
        socket.sendMessage("", clientId);
        assertThat(socket.await("error").get("client_id").asText()).isEqualTo(clientId.toString());
    }

    @Test
    void unknownFieldsAndAForeignRoomIdAreIgnoredHere() {
        // Given
        ChatSocket socket = candidate();
        String foreign = People.some().room();

        // When
        socket.send("{\"content\":\"Hi\",\"seq\":9,\"sender\":{\"id\":\"x\"},\"room_id\":\"" + foreign
                + "\",\"future\":[1,{\"a\":null}],\"type\":\"chat_message\"}");

        // Then: type may come last as well
        assertThat(socket.await("chat_message").at("/message/room_id").asText()).isEqualTo(room);
        assertThat(socket.await("ack").get("seq").asLong()).isEqualTo(1);
    }

    // --- authenticate

    @Test
    void anotherUsersTokenAndABadOneAreRefused() {
        // Given
        ChatSocket socket = candidate();

        // When / Then
        for (String token : List.of(people.employerToken(), "abc", people.candidateToken() + "x")) {
            int before = socket.frames("error").size();
            socket.send("{\"type\":\"authenticate\",\"token\":\"" + token + "\"}");
            await().until(() -> socket.frames("error").size() == before + 1);
            assertThat(socket.frames("error").getLast().get("code").asText()).isEqualTo("unauthorized");
            assertThat(socket.frames("error").getLast().toString()).doesNotContain(token);
        }
        socket.sendMessage("still me", null);
        assertThat(socket.await("chat_message").at("/message/sender/id").asText())
                .isEqualTo(people.candidate());
    }

    // --- who may open it

    @ParameterizedTest
    @ValueSource(strings = {"/ws/chat/%s/", "/ws/chat/%s", "/ws/chat/%s/?after_rev=0", "/ws/chat/%s?after_rev=0"})
    void theTrailingSlashIsOptional(String path) {
        assertThat(track(ChatSocket.open(base, path.formatted(room), people.candidateToken()))
                        .await("welcome"))
                .isNotNull();
    }

    @Test
    void strangersAndMissingRoomsAreNotFoundBeforeTheUpgrade() {
        String stranger = People.some().candidateToken();
        for (String id : List.of(room, UUID.randomUUID().toString(), "x", "%20"))
            assertThat(ChatSocket.refusal(base, "/ws/chat/" + id + "/", stranger))
                    .isEqualTo(404);
        for (String path : List.of("/ws/chat/", "/ws/chat", "/ws/other/" + room, "/ws/chat/" + room + "/more"))
            assertThat(ChatSocket.refusal(base, path, people.candidateToken())).isEqualTo(404);
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/", People.token("root", "admin")))
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost:8080.evil.example",
                "http://localhost:80800",
                ""
            })
    void aForeignOriginIsForbidden(String origin) {
        for (String path : List.of("/ws/chat/" + room + "/", "/ws/"))
            assertThat(ChatSocket.refusal(base, path, people.candidateToken(), b -> b.header("Origin", origin)))
                    .isEqualTo(403);
    }

    @Test
    void anAllowedOriginMayConnect() {
        for (String origin : List.of("http://localhost:8080", "http://127.0.0.1:8080"))
            assertThat(ChatSocket.refusal(base, "/ws/", people.candidateToken(), b -> b.header("Origin", origin)))
                    .isEqualTo(101);
    }

    // --- helpers

    private ChatSocket candidate() {
        return opened(room, people.candidateToken());
    }

    private ChatSocket employer() {
        return opened(room, people.employerToken());
    }

    private ChatSocket opened(String id, String token) {
        ChatSocket socket = track(ChatSocket.open(base, "/ws/chat/" + id + "/", token));
        socket.await("welcome");
        return socket;
    }

    private ChatSocket track(ChatSocket socket) {
        open.add(socket);
        return socket;
    }

    private static List<Long> seqs(ChatSocket socket) {
        return socket.frames("chat_message").stream()
                .map(f -> f.at("/message/seq").asLong())
                .toList();
    }
}
