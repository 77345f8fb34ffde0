package com.carechain.chat.admin;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.carechain.chat.testing.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redaction, closing and reopening, seen from both windows, the database, Kafka and the audit. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ModerationTest {
    private static final String SECRET = "My account number is 12 34 56";

    @TestHTTPResource("/")
    URI base;

    // --- redaction

    @Test
    void aRedactedMessageIsATombstoneInBothWindowsAtOnce() {
        // Given
        People people = People.some();
        String room = people.room();
        Administrator admin = Administrator.someone();
        try (ChatSocket ana = open(room, people.candidateToken());
                ChatSocket mercy = open(room, people.employerToken())) {
            ana.sendMessage(SECRET, UUID.randomUUID());
            String id = mercy.await("chat_message").at("/message/id").asText();

            // When
            JsonNode answer = admin.post("/rooms/" + room + "/messages/" + id + "/redact", "Bank details");

            // Then
            for (ChatSocket window : List.of(ana, mercy)) {
                JsonNode message = window.await("message_deleted").get("message");
                assertThat(message.get("id").asText()).isEqualTo(id);
                assertThat(message.get("content").asText()).isEmpty();
                assertThat(message.get("deleted_at").isNull()).isFalse();
                assertThat(message.has("redaction")).isFalse();
                assertThat(message.toString()).doesNotContain("Bank details").doesNotContain(admin.id());
            }
            assertThat(answer.get("content").asText()).isEmpty();
            assertThat(answer.at("/redaction/reason").asText()).isEqualTo("Bank details");
            assertThat(answer.at("/redaction/by/id").asText()).isEqualTo(admin.id());
        }
    }

    @Test
    void theWordsAreGoneFromTheDatabaseAndTheHistory() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, SECRET);
        Administrator admin = Administrator.someone();

        // When
        admin.post("/rooms/" + room + "/messages/" + id + "/redact", "Bank details");

        // Then
        assertThat(Database.number(
                        "select count(*) from message m where room_id = ? and m::text like '%account number%'",
                        UUID.fromString(room)))
                .isZero();
        String history = as(people.employerToken())
                .get("/api/messaging/rooms/" + room + "/messages")
                .asString();
        assertThat(history).contains(id).doesNotContain("account number").doesNotContain("Bank details");
        assertThat(as(people.employerToken())
                        .get("/api/messaging/rooms/" + room)
                        .jsonPath()
                        .getInt("unread_count"))
                .isZero();
    }

    @Test
    void whoWasAwayResumesIntoTheTombstoneWithoutAHoleInRev() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, SECRET);

        // When
        Administrator.someone().post("/rooms/" + room + "/messages/" + id + "/redact", "Bank details");

        // Then
        try (ChatSocket mercy = ChatSocket.open(base, "/ws/chat/" + room + "/?after_rev=1", people.employerToken())) {
            JsonNode deleted = mercy.await("message_deleted");
            assertThat(deleted.at("/message/rev").asLong()).isEqualTo(2);
            assertThat(mercy.await("synced").get("rev").asLong()).isEqualTo(2);
            assertThat(mercy.frames().toString()).doesNotContain("account number");
        }
    }

    @Test
    void kafkaIsToldOfItAsOfAnyDeletedMessage() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, SECRET);

        // When
        Administrator.someone().post("/rooms/" + room + "/messages/" + id + "/redact", "Bank details");

        // Then
        try (Topic topic = Topic.chatEvents()) {
            JsonNode last = topic.await(room, 3).getLast().json();
            assertThat(last.get("type").asText()).isEqualTo("com.carechain.chat.message-deleted");
            assertThat(last.at("/data/message/id").asText()).isEqualTo(id);
            assertThat(last.toString()).doesNotContain("account number").doesNotContain("Bank details");
        }
    }

    @Test
    void redactingAgainChangesNothingAndKeepsTheFirstReason() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, SECRET);
        Administrator first = Administrator.someone();
        Administrator second = Administrator.someone();
        JsonNode before = first.post("/rooms/" + room + "/messages/" + id + "/redact", "First");

        // When
        JsonNode again = second.post("/rooms/" + room + "/messages/" + id + "/redact", "Second");

        // Then
        assertThat(again).isEqualTo(before);
        assertThat(second.lines("message_redacted")
                        .getFirst()
                        .at("/details/unchanged")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aMessageThatItsSenderHadDeletedHasNoRedaction() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, "Never mind");
        as(people.candidateToken())
                .delete("/api/messaging/rooms/" + room + "/messages/" + id)
                .then()
                .statusCode(200);
        Administrator admin = Administrator.someone();

        // When
        JsonNode shown = admin.get("/rooms/" + room + "/messages").at("/results/0");

        // Then
        assertThat(shown.get("deleted_at").isNull()).isFalse();
        assertThat(shown.get("redaction").isNull()).isTrue();
    }

    @Test
    void anAdministratorRedactsThePlatformsOwnMessageAndItsCard() {
        // Given
        People people = People.some();
        Platform.send(List.of(Platform.event(people, 1, "The hospital notes: " + SECRET)))
                .statusCode(200);
        String room = people.room();
        Administrator admin = Administrator.someone();
        String id =
                admin.get("/rooms/" + room + "/messages").at("/results/0/id").asText();

        // When
        JsonNode answer = admin.post("/rooms/" + room + "/messages/" + id + "/redact", "Private note");

        // Then
        assertThat(answer.get("message_type").asText()).isEqualTo("system");
        assertThat(answer.get("content").asText()).isEmpty();
        assertThat(answer.get("card").isNull()).isTrue();
    }

    @Test
    void theRetryOfARedactedMessageDoesNotBringItBack() {
        // Given
        People people = People.some();
        String room = people.room();
        UUID clientId = UUID.randomUUID();
        Map<String, Object> message = Map.of("content", SECRET, "client_id", clientId);
        String path = "/api/messaging/rooms/" + room + "/messages";
        String id = as(people.candidateToken()).body(message).post(path).path("id");
        Administrator.someone().post("/rooms/" + room + "/messages/" + id + "/redact", "Bank details");

        // When
        Response again = as(people.candidateToken()).body(message).post(path);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getString("id")).isEqualTo(id);
        assertThat(again.jsonPath().getString("content")).isEmpty();
    }

    @Test
    void whatDoesNotExistCannotBeRedacted() {
        People people = People.some();
        String room = people.room();
        String id = send(people, room, "Hello");
        String unknown = UUID.randomUUID().toString();
        Administrator admin = Administrator.someone();
        for (String path : List.of(
                "/rooms/" + room + "/messages/" + unknown + "/redact",
                        "/rooms/" + unknown + "/messages/" + id + "/redact",
                "/rooms/" + unknown + "/close", "/rooms/" + unknown + "/reopen")) {
            Response answer = admin.request().body(Map.of("reason", "Why not")).post(Administrator.API + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
        }
        // And: what did not happen is not in the audit
        assertThat(admin.lines("message_redacted,room_closed,room_reopened")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"reason\":null}",
                "{\"reason\":\"\"}",
                "{\"reason\":\"  \"}",
                "{\"reason\":\"a\\u0000b\"}",
                "{\"reason\":\"\\ud800\"}",
                "{\"reason\":[1]}",
                "{\"reason\"",
                "[]",
                ""
            })
    void noChangeWithoutAReason(String body) {
        // Given
        People people = People.some();
        String room = people.room();
        String id = send(people, room, "Hello");
        Administrator admin = Administrator.someone();

        for (String path : List.of("/messages/" + id + "/redact", "/close", "/reopen")) {
            // When
            Response answer = admin.request().body(body).post(Administrator.API + "/rooms/" + room + path);

            // Then
            assertThat(answer.statusCode()).as(path + " " + answer.asString()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("code")).isEqualTo("invalid");
        }
        assertThat(admin.get("/rooms/" + room + "/messages")
                        .at("/results/0/content")
                        .asText())
                .isEqualTo("Hello");
    }

    @Test
    void aReasonIsAtMost500Characters() {
        String room = People.some().room();
        Administrator admin = Administrator.someone();
        assertThat(admin.request()
                        .body(Map.of("reason", "x".repeat(501)))
                        .post(Administrator.API + "/rooms/" + room + "/close")
                        .statusCode())
                .isEqualTo(400);
        admin.post("/rooms/" + room + "/close", "x".repeat(500));
    }

    /** The audit's line and the change are one transaction. */
    @Test
    void whatCannotBeRecordedDoesNotHappen() {
        // Given: an audit that takes no line of this administrator
        People people = People.some();
        String room = people.room();
        String id = send(people, room, SECRET);
        Administrator admin = Administrator.someone();
        String constraint = "no_" + admin.id().replace('-', '_');
        Database.update("alter table admin_audit add constraint %s check (actor_id <> '%s') not valid"
                .formatted(constraint, admin.id()));
        try {
            // When
            int redacted = admin.request()
                    .body(Map.of("reason", "Bank details"))
                    .post(Administrator.API + "/rooms/" + room + "/messages/" + id + "/redact")
                    .statusCode();
            int closed = admin.request()
                    .body(Map.of("reason", "Over"))
                    .post(Administrator.API + "/rooms/" + room + "/close")
                    .statusCode();
            Response read = admin.request().get(Administrator.API + "/rooms/" + room + "/messages");

            // Then
            assertThat(redacted).isEqualTo(500);
            assertThat(closed).isEqualTo(500);
            assertThat(read.statusCode()).isEqualTo(500);
            assertThat(read.asString()).doesNotContain("account number").doesNotContain("constraint");
        } finally {
            Database.update("alter table admin_audit drop constraint " + constraint);
        }
        JsonNode message = admin.get("/rooms/" + room + "/messages").at("/results/0");
        assertThat(message.get("content").asText()).isEqualTo(SECRET);
        assertThat(admin.get("/rooms/" + room).get("status").asText()).isEqualTo("active");
    }

    // --- closing

    @Test
    void aClosedRoomIsToldToBothAndNobodyWritesThereUntilItIsReopened() {
        // Given
        People people = People.some();
        String room = people.room();
        Administrator admin = Administrator.someone();
        try (ChatSocket ana = open(room, people.candidateToken());
                ChatSocket mercy = ChatSocket.open(base, "/ws/", people.employerToken())) {
            mercy.await("welcome");
            mercy.send("{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"" + room + "\",\"after_rev\":0}]}");
            mercy.await("synced");

            // When
            JsonNode closed = admin.post("/rooms/" + room + "/close", "Spam");

            // Then
            assertThat(closed.get("status").asText()).isEqualTo("closed");
            for (ChatSocket window : List.of(ana, mercy))
                window.await("room_updated", f -> f.at("/room/status").asText().equals("closed"));
            ana.sendMessage("Anybody here?", UUID.randomUUID());
            assertThat(ana.await("error").get("code").asText()).isEqualTo("room_closed");

            // When
            JsonNode open = admin.post("/rooms/" + room + "/reopen", "It was none");

            // Then
            assertThat(open.get("status").asText()).isEqualTo("active");
            assertThat(open.get("rev").asLong()).isEqualTo(2);
            for (ChatSocket window : List.of(ana, mercy))
                window.await("room_updated", f -> f.at("/room/status").asText().equals("active"));
            ana.sendMessage("Hello again", UUID.randomUUID());
            mercy.await("chat_message", f -> f.at("/message/content").asText().equals("Hello again"));
        }
    }

    @Test
    void closingAClosedRoomChangesNothing() {
        // Given
        String room = People.some().room();
        Administrator admin = Administrator.someone();
        JsonNode closed = admin.post("/rooms/" + room + "/close", "Spam");

        // When
        JsonNode again = admin.post("/rooms/" + room + "/close", "Spam indeed");

        // Then
        assertThat(again).isEqualTo(closed);
        assertThat(admin.lines("room_closed"))
                .extracting(line -> line.at("/details/unchanged").asBoolean())
                .containsExactly(true, false);
    }

    @Test
    void kafkaIsToldOfTheRoomsStatus() {
        // Given
        String room = People.some().room();

        // When
        Administrator.someone().post("/rooms/" + room + "/close", "Spam");

        // Then
        try (Topic topic = Topic.chatEvents()) {
            JsonNode last = topic.await(room, 2).getLast().json();
            assertThat(last.get("type").asText()).isEqualTo("com.carechain.chat.room-updated");
            assertThat(last.at("/data/room/status").asText()).isEqualTo("closed");
            assertThat(last.at("/data/rev").asLong()).isEqualTo(1);
        }
    }

    // --- the tests' hands

    private ChatSocket open(String room, String token) {
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", token);
        socket.await("welcome");
        return socket;
    }

    static String send(People people, String room, String content) {
        return as(people.candidateToken())
                .body(Map.of("content", content))
                .post("/api/messaging/rooms/" + room + "/messages")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
