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
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /ws/}: all of a user's rooms on one socket. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class AllRoomsSocketTest {
    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

    private final People people = People.some();
    private final List<ChatSocket> open = new ArrayList<>();
    private String first;
    private String second;

    @BeforeEach
    void openRooms() {
        first = people.room();
        second = anotherRoom("second");
    }

    @AfterEach
    void closeSockets() {
        open.forEach(ChatSocket::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/", "/ws"})
    void theWelcomeHasNoRoom(String path) {
        ChatSocket socket = opened(path, people.candidateToken());
        assertThat(socket.frames().getFirst().has("room")).isFalse();
        assertThat(socket.frames().getFirst().get("user_id").asText()).isEqualTo(people.candidate());
    }

    @Test
    void withoutSubscribeAllRoomsGoLiveByThemselves() {
        // Given
        ChatSocket all = opened("/ws/", people.candidateToken());
        ChatSocket other = opened("/ws/chat/" + second + "/", people.employerToken());

        // When
        other.sendMessage("Hello", null);

        // Then
        JsonNode frame = all.await("chat_message");
        assertThat(frame.get("room_id").asText()).isEqualTo(second);
        assertThat(frame.at("/message/content").asText()).isEqualTo("Hello");
    }

    @Test
    void everyFrameWorksHereWithTheRoomNamed() {
        // Given
        ChatSocket all = subscribed(people.candidateToken());
        ChatSocket other = subscribed(people.employerToken());
        UUID clientId = UUID.randomUUID();

        // When / Then: a message in each room
        send(all, "chat_message", first, "\"content\":\"one\",\"client_id\":\"" + clientId + "\"");
        send(all, "chat_message", second, "\"content\":\"two\"");
        JsonNode ack = all.await("ack", a -> a.get("client_id").asText().equals(clientId.toString()));
        assertThat(ack.get("room_id").asText()).isEqualTo(first);
        JsonNode echo = all.await("chat_message", in(first));
        assertThat(all.frames().indexOf(ack)).isLessThan(all.frames().indexOf(echo));
        assertThat(other.await("chat_message", in(first))).isEqualTo(echo);
        assertThat(other.await("chat_message", in(second))
                        .at("/message/content")
                        .asText())
                .isEqualTo("two");

        // receipts
        send(other, "mark_delivered", first, "\"seq\":1");
        assertThat(all.await("delivery_receipt").get("room_id").asText()).isEqualTo(first);
        send(other, "mark_read", second, "\"seq\":1");
        assertThat(all.await("read_receipt").get("room_id").asText()).isEqualTo(second);

        // edit and delete
        String id = ack.get("message_id").asText();
        send(all, "edit_message", first, "\"message_id\":\"" + id + "\",\"content\":\"uno\"");
        assertThat(other.await("message_updated").get("room_id").asText()).isEqualTo(first);
        send(all, "delete_message", first, "\"message_id\":\"" + id + "\"");
        assertThat(other.await("message_deleted").get("room_id").asText()).isEqualTo(first);

        // typing and presence
        send(all, "typing", first, "\"is_typing\":true");
        await().until(() -> LocalParts.presence().told("typing", people.candidate()).stream()
                .anyMatch(t -> t.get("room_id").asText().equals(first)));
        redis.pubsub(String.class)
                .publish(
                        "presence:typing",
                        "{\"room_id\":\"" + second + "\",\"user_id\":\"" + people.candidate()
                                + "\",\"is_typing\":true}");
        assertThat(other.await("typing").get("room_id").asText()).isEqualTo(second);
        all.send("{\"type\":\"ping\"}");
        all.await("pong");
    }

    @Test
    void aPresenceChangeIsToldOnceHoweverManyRoomsAreShared() {
        // Given: its rooms wait for a subscribe
        ChatSocket all = opened("/ws/", people.candidateToken());

        // When
        for (String status : List.of("online", "away"))
            redis.pubsub(String.class)
                    .publish(
                            "presence:status",
                            "{\"user_id\":\"" + people.employer() + "\",\"status\":\"" + status
                                    + "\",\"last_seen\":null}");

        // Then
        all.await("user_status", f -> f.get("status").asText().equals("away"));
        assertThat(all.frames("user_status"))
                .extracting(f -> f.get("status").asText())
                .containsExactly("online", "away");
    }

    /** The others hear Redis all the while, so nothing tells them to look for it themselves. */
    @Test
    void aNewRoomThatRedisDidNotTakeIsToldToOtherReplicasLater() {
        // Given: another replica, and a Redis that refuses
        List<String> heard = new CopyOnWriteArrayList<>();
        var other = redis.pubsub(String.class).subscribe("chat:rooms", heard::add);
        redis.execute("ACL", "SETUSER", "default", "-publish");
        String room;
        try {
            // When
            room = anotherRoom("third");
            await().during(Duration.ofMillis(200)).until(heard::isEmpty);
        } finally {
            redis.execute("ACL", "SETUSER", "default", "+publish");
        }

        // Then
        await().until(() -> heard.stream().anyMatch(hint -> hint.startsWith(room)));
        other.unsubscribe();
    }

    @Test
    void aNewRoomAppearsByItselfAndIsLive() {
        // Given
        ChatSocket all = subscribed(people.candidateToken());
        ChatSocket other = subscribed(people.employerToken());

        // When
        String third = anotherRoom("third");

        // Then
        JsonNode created = all.await("room_created");
        assertThat(created.get("room_id").asText()).isEqualTo(third);
        assertThat(created.at("/room/id").asText()).isEqualTo(third);
        assertThat(created.at("/room/employer/id").asText()).isEqualTo(people.employer());
        other.await("room_created");
        send(other, "chat_message", third, "\"content\":\"Welcome\"");
        assertThat(all.await("chat_message").get("room_id").asText()).isEqualTo(third);
        assertThat(all.frames("room_created")).hasSize(1);
    }

    @Test
    void aNewRoomOfAnApplicationEventAppearsBeforeItsFirstMessage() {
        // Given
        People newcomers = People.some();
        ChatSocket all = subscribed(newcomers.employerToken());

        // When
        Platform.write(newcomers, 1, 2);

        // Then
        all.await("chat_message", f -> f.at("/message/seq").asLong() == 2);
        assertThat(all.frames())
                .extracting(f -> f.get("type").asText())
                .filteredOn(type -> !type.equals("user_status"))
                .containsExactly("welcome", "room_created", "chat_message", "chat_message");
    }

    @Test
    void aStrangersNewRoomDoesNotAppear() {
        // Given
        ChatSocket all = subscribed(people.candidateToken());

        // When
        People.some().room();
        anotherRoom("mine");

        // Then
        all.await("room_created");
        assertThat(all.frames("room_created")).hasSize(1);
    }

    @Test
    void aClosedRoomIsTold() {
        ChatSocket all = subscribed(people.candidateToken());
        Platform.close(people, 1);
        JsonNode updated = all.await("room_updated");
        assertThat(updated.get("room_id").asText()).isEqualTo(first);
        assertThat(updated.at("/room/status").asText()).isEqualTo("closed");
        all.await("chat_message", in(first));
    }

    @Test
    void aRoomThatTheUserHasToLeaveFallsSilentAndTheSocketStays() {
        // Given
        ChatSocket all = subscribed(people.candidateToken());
        ChatSocket other = subscribed(people.employerToken());

        // When
        Database.remove(people.candidate(), first);
        await().untilAsserted(() -> {
            send(all, "typing", first, "\"is_typing\":true");
            assertThat(all.frames("error")).isNotEmpty();
        });

        // Then
        assertThat(all.frames("error").getFirst().get("code").asText()).isEqualTo("not_found");
        send(other, "chat_message", first, "\"content\":\"alone\"");
        other.await("ack");
        send(other, "chat_message", second, "\"content\":\"together\"");
        all.await("chat_message", in(second));
        assertThat(all.contents()).containsExactly("together");
    }

    // --- subscribe

    @Test
    void aSubscribeWithManyRoomsThatAreNotTheirsIsAnsweredForEachAndClosesNothing() {
        // Given
        ChatSocket all = subscribed(people.candidateToken());
        int many = 400;

        // When
        all.send("{\"type\":\"subscribe\",\"rooms\":["
                + Stream.generate(() -> "{\"room_id\":\"" + UUID.randomUUID() + "\",\"after_rev\":1},")
                        .limit(many)
                        .collect(Collectors.joining())
                + "{\"room_id\":\"" + first + "\",\"after_rev\":0}]}");

        // Then
        all.await("synced");
        assertThat(all.frames("error")).hasSize(many);
        all.send("{\"type\":\"ping\"}");
        all.await("pong");
    }

    @Test
    void listedRoomsResumeAndTheOthersGoLiveFromNow() {
        // Given: one message in each room
        write(first, "before first");
        write(second, "before second");

        // When
        ChatSocket all = opened("/ws/", people.candidateToken());
        all.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + first + "\",\"after_rev\":0}]}");

        // Then
        JsonNode synced = all.await("synced");
        assertThat(synced.get("room_id").asText()).isEqualTo(first);
        assertThat(synced.get("rev").asLong()).isEqualTo(1);
        assertThat(synced.get("seq").asLong()).isEqualTo(1);
        assertThat(synced.has("more")).isFalse();
        write(second, "after second");
        all.await("chat_message", in(second));
        assertThat(all.contents()).containsExactly("before first", "after second");
        assertThat(all.frames("synced")).hasSize(1);
    }

    @Test
    void framesSentBeforeTheWelcomeCount() {
        // Given
        write(first, "before");

        // When: all that a hasty client has to say, at once
        ChatSocket all = ChatSocket.open(base, "/ws/", people.candidateToken());
        open.add(all);
        send(all, "mark_delivered", first, "\"seq\":1");
        send(all, "chat_message", second, "\"content\":\"hasty\"");
        all.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + first + "\",\"after_rev\":0}]}");

        // Then
        all.await("synced");
        all.await("ack");
        all.await("chat_message", in(second));
        all.await("delivery_receipt");
        assertThat(all.frames().getFirst().get("type").asText()).isEqualTo("welcome");
        assertThat(all.contents()).containsExactlyInAnyOrder("before", "hasty");
        assertThat(all.frames("error")).isEmpty();
    }

    @Test
    void anEmptySubscribeMeansAllRoomsFromNow() {
        for (String frame : List.of(
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"rooms\":null}",
                "{\"type\":\"subscribe\",\"rooms\":[]}",
                "{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + first + "\"}]}")) {
            // Given
            write(first, "before");
            ChatSocket all = opened("/ws/", people.candidateToken());

            // When
            all.send(frame);
            write(first, "after");

            // Then
            all.await("chat_message");
            assertThat(all.contents()).containsExactly("after");
        }
    }

    @Test
    void whileRoomsAreHeldNothingIsMissed() {
        // Given: not subscribed yet
        write(first, "one");
        ChatSocket all = opened("/ws/", people.candidateToken());
        write(first, "two");

        // When
        all.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + first + "\",\"after_rev\":0}]}");
        write(first, "three");

        // Then: in order, once
        all.await("chat_message", f -> f.at("/message/seq").asLong() == 3);
        assertThat(all.contents()).containsExactly("one", "two", "three");
    }

    @Test
    void aLaterSubscribeGoesBackForTheListedRoomsAlone() {
        // Given
        write(first, "one");
        write(second, "uno");
        ChatSocket all = subscribed(people.candidateToken());

        // When
        all.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + first + "\",\"after_rev\":0}]}");
        all.await("synced");
        write(first, "two");

        // Then
        all.await("chat_message", f -> f.at("/message/seq").asLong() == 2);
        assertThat(all.contents()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'subscribe','rooms':[{'after_rev':1}]}|invalid|rooms",
                "{'type':'subscribe','rooms':[null]}|invalid|rooms",
                "{'type':'subscribe','rooms':[{'room_id':'x','after_rev':1}]}|invalid|rooms",
                "{'type':'subscribe','rooms':'all'}|invalid|rooms",
                "{'type':'subscribe','rooms':[{'room_id':'ROOM','after_rev':-1}]}|invalid|after_rev",
                "{'type':'subscribe','rooms':[{'room_id':'8e03978e-40d5-43e8-bc93-6894a57f9324','after_rev':0}]}|not_found|room",
                "{'type':'chat_message','content':'x'}|invalid|room_id",
                "{'type':'chat_message','content':'x','room_id':'8e03978e-40d5-43e8-bc93-6894a57f9324'}|not_found|room",
                "{'type':'chat_message','content':'x','room_id':'x'}|invalid|room_id",
                "{'type':'typing','is_typing':true}|invalid|room_id",
                "{'type':'mark_read','seq':1}|invalid|room_id",
                "{'type':'mark_delivered','seq':1,'room_id':'8e03978e-40d5-43e8-bc93-6894a57f9324'}|not_found|room",
                "{'type':'edit_message','message_id':'8e03978e-40d5-43e8-bc93-6894a57f9324','content':'x'}|invalid|room_id",
                "{'type':'delete_message','message_id':'8e03978e-40d5-43e8-bc93-6894a57f9324'}|invalid|room_id"
            })
    void aBadFrameIsAnsweredAndTheSocketStays(String frame, String code, String detail) {
        // Given
        ChatSocket all = subscribed(people.candidateToken());

        // When
        all.send(frame.replace('\'', '"').replace("ROOM", first));

        // Then
        JsonNode error = all.await("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("detail").asText()).contains(detail);
        send(all, "chat_message", first, "\"content\":\"still here\"");
        all.await("ack");
    }

    /** Which of the listed rooms it was, and the others are served. */
    @Test
    void aListedRoomThatIsNotOursIsNamedAndTheOthersResume() {
        // Given
        String foreign = People.some().room();
        write(first, "one");
        ChatSocket all = opened("/ws/", people.candidateToken());

        // When
        all.send(
                "{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"%s\",\"after_rev\":0},{\"room_id\":\"%s\",\"after_rev\":0},{\"room_id\":\"%s\"}]}"
                        .formatted(foreign, first, second));

        // Then
        assertThat(all.await("error").get("room_id").asText()).isEqualTo(foreign);
        assertThat(all.await("chat_message").at("/message/content").asText()).isEqualTo("one");
        all.await("synced", in(first));

        // And: who names no rev is told from where it goes on
        assertThat(all.await("synced", in(second)).get("rev").asLong()).isZero();
        write(second, "two");
        all.await("chat_message", in(second));
    }

    @Test
    void anErrorNamesTheRoomOfItsFrame() {
        ChatSocket all = subscribed(people.candidateToken());
        send(all, "chat_message", second, "\"content\":\"\"");
        assertThat(all.await("error").path("room_id").asText()).isEqualTo(second);
    }

    @Test
    void aForeignRoomIsNotToldFromAMissingOne() {
        // Given
        String foreign = People.some().room();
        ChatSocket all = subscribed(people.candidateToken());

        // When
        send(all, "chat_message", foreign, "\"content\":\"x\"");
        JsonNode error = all.await("error");

        // Then
        assertThat(error.get("code").asText()).isEqualTo("not_found");
        assertThat(error.get("detail").asText()).isEqualTo("There is no such room.");
        assertThat(Database.number("select last_seq from room where id = ?", UUID.fromString(foreign)))
                .isZero();
    }

    // --- helpers

    private String anotherRoom(String name) {
        Map<String, Object> room = new HashMap<>(people.newRoom());
        room.put("application_id", name + "-" + people.job());
        return as(people.employerToken())
                .body(room)
                .post("/api/messaging/rooms/")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void write(String room, String content) {
        as(people.employerToken())
                .body(Map.of("content", content))
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(201);
    }

    private static void send(ChatSocket socket, String type, String room, String more) {
        socket.send("{\"type\":\"" + type + "\",\"room_id\":\"" + room + "\"," + more + "}");
    }

    private static java.util.function.Predicate<JsonNode> in(String room) {
        return frame -> frame.get("room_id").asText().equals(room);
    }

    private ChatSocket opened(String path, String token) {
        ChatSocket socket = ChatSocket.open(base, path, token);
        open.add(socket);
        socket.await("welcome");
        return socket;
    }

    /** Does not wait for its first subscribe: live in a moment. */
    private ChatSocket subscribed(String token) {
        ChatSocket socket = opened("/ws/", token);
        socket.send("{\"type\":\"subscribe\"}");
        return socket;
    }
}
