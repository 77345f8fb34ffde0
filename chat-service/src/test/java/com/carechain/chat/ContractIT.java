package com.carechain.chat;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.Packaged;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or native executable, as clients see it: what reflection and resources could break. */
@QuarkusIntegrationTest
@QuarkusTestResource(LocalParts.class)
@QuarkusTestResource(value = Packaged.class, restrictToAnnotatedClass = true)
class ContractIT {
    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    @Test
    void everyFrameOfAConversationLooksLikeItsGoldenFile() throws IOException {
        // Given
        String room = people.room();
        String path = "/ws/chat/" + room + "/";
        Map<String, JsonNode> frames = new TreeMap<>();
        try (ChatSocket candidate = ChatSocket.open(base, path, people.candidateToken());
                ChatSocket employer = ChatSocket.open(base, path, people.employerToken());
                ChatSocket everything = ChatSocket.open(base, "/ws/", people.employerToken())) {
            employer.await("welcome");
            everything.await("welcome");

            // When they do everything that can be done
            candidate.sendMessage("Good morning", UUID.randomUUID());
            String message = candidate.await("ack").get("message_id").asText();
            employer.await("chat_message");
            employer.send("{\"type\":\"mark_delivered\",\"seq\":1}");
            candidate.await("delivery_receipt");
            employer.send("{\"type\":\"mark_read\",\"seq\":1}");
            candidate.await("read_receipt");
            candidate.send(
                    "{\"type\":\"edit_message\",\"message_id\":\"" + message + "\",\"content\":\"Good evening\"}");
            employer.await("message_updated");
            candidate.send("{\"type\":\"delete_message\",\"message_id\":\"" + message + "\"}");
            employer.await("message_deleted");
            candidate.send("{\"type\":\"ping\"}");
            candidate.await("pong");
            candidate.send("{\"type\":\"shout\"}");
            candidate.await("error");
            String other = as(people.employerToken())
                    .body(Map.of(
                            "job", Map.of("id", "other", "title", "Other"),
                            "candidate", Map.of("id", people.candidate(), "name", "Ana"),
                            "employer", Map.of("id", people.employer(), "name", "Mercy")))
                    .post("/api/messaging/rooms/")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            everything.await(
                    "room_created", frame -> frame.get("room_id").asText().equals(other));
            try (ChatSocket back = ChatSocket.open(base, path + "?after_rev=0", people.candidateToken());
                    ChatSocket ahead = ChatSocket.open(base, path + "?after_rev=99999", people.candidateToken())) {
                back.await("synced");
                ahead.await("reset");
                Stream.of(candidate, employer, everything, back, ahead)
                        .flatMap(socket -> socket.frames().stream())
                        .forEach(frame -> frames.putIfAbsent(frame.get("type").asText(), frame));
            }
        }

        // Then
        assertThat(frames.keySet())
                .contains(
                        "welcome",
                        "ack",
                        "chat_message",
                        "delivery_receipt",
                        "read_receipt",
                        "message_updated",
                        "message_deleted",
                        "pong",
                        "error",
                        "room_created",
                        "synced",
                        "reset");
        for (Map.Entry<String, JsonNode> frame : frames.entrySet()) {
            try (InputStream golden = getClass().getResourceAsStream("/frames/server/" + frame.getKey() + ".json")) {
                assertSameShape(new ObjectMapper().readTree(golden), frame.getValue(), frame.getKey());
            }
        }
    }

    /** Fields that are left out when there is nothing to say. */
    private static final Set<String> OPTIONAL = Set.of("client_id", "room_id", "retry_after_ms", "card", "more");

    private static void assertSameShape(JsonNode golden, JsonNode seen, String where) {
        if (golden.isNull() || seen.isNull()) return;
        assertThat(seen.getNodeType()).as(where).isEqualTo(golden.getNodeType());
        if (golden.isArray() && !golden.isEmpty() && !seen.isEmpty()) {
            assertSameShape(golden.get(0), seen.get(0), where + "[]");
        } else if (golden.isObject()) {
            assertThat(names(seen)).as(where).isEqualTo(names(golden));
            golden.propertyStream()
                    .filter(field -> seen.has(field.getKey()) && !field.getKey().equals("card"))
                    .forEach(field ->
                            assertSameShape(field.getValue(), seen.get(field.getKey()), where + "." + field.getKey()));
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        names.removeAll(OPTIONAL);
        return names;
    }

    @Test
    void restAnswersWithViewsAndProblems() {
        // Given
        String room = people.room();
        String messages = "/api/messaging/rooms/" + room + "/messages/";

        // When / Then
        as(people.candidateToken())
                .body("{\"content\":\"hello\"}")
                .post(messages)
                .then()
                .statusCode(201)
                .body("content", equalTo("hello"))
                .body("sender.role", equalTo("candidate"));
        as(people.candidateToken()).get(messages).then().statusCode(200).body("results", hasSize(1));
        as(people.candidateToken())
                .get("/api/messaging/rooms/")
                .then()
                .statusCode(200)
                .body("results[0].id", equalTo(room));
        as(people.employerToken())
                .get("/api/messaging/summary/")
                .then()
                .statusCode(200)
                .body("unread_total", equalTo(1));
        as(people.employerToken())
                .post("/api/messaging/rooms/" + room + "/mark-read/")
                .then()
                .statusCode(200)
                .body("unread_count", equalTo(0));
        as(people.candidateToken())
                .body("{\"content\":\"\"}")
                .post(messages)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("content"));
        RestAssured.get(messages).then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void aTicketOpensOneSocket() {
        String path = "/ws/chat/" + people.room() + "/";
        String ticket = as(people.candidateToken())
                .post("/api/messaging/ws-ticket/")
                .then()
                .statusCode(200)
                .extract()
                .path("ticket");
        try (ChatSocket socket = ChatSocket.open(base, path + "?ticket=" + ticket, null)) {
            socket.await("welcome");
        }
        assertThat(ChatSocket.refusal(base, path + "?ticket=" + ticket, null)).isEqualTo(401);
    }

    @Test
    void anApplicationsEventMakesARoomAndKafkaHearsOfIt() {
        // When
        String room = as(People.token("jobs-bridge", "service"))
                .body(Map.of(
                        "events",
                        List.of(Map.ofEntries(
                                Map.entry("event_id", "/it#" + people.job()),
                                Map.entry("application_id", "app-" + people.job()),
                                Map.entry("version", 1),
                                Map.entry("occurred_at", "2026-01-31T12:00:00.000Z"),
                                Map.entry("job", Map.of("id", people.job(), "title", "Nurse")),
                                Map.entry("candidate", Map.of("id", people.candidate(), "name", "Ana")),
                                Map.entry("employer", Map.of("id", people.employer(), "name", "Mercy")),
                                Map.entry("content", "Application submitted"),
                                Map.entry("card", Map.of("kind", "application_submitted"))))))
                .post("/internal/application-events")
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("applied"))
                .extract()
                .path("results[0].room_id");

        // Then
        try (Topic topic = Topic.chatEvents()) {
            assertThat(topic.await(room, 2))
                    .extracting(Topic.Event::type)
                    .containsExactly("com.carechain.chat.room-created", "com.carechain.chat.message-created");
        }
    }

    @Test
    void documentsPageHealthAndMetricsAreServed() {
        RestAssured.get("/q/openapi").then().statusCode(200).body(containsString("/api/messaging/rooms"));
        RestAssured.get("/q/asyncapi").then().statusCode(200).body(containsString("chat_message"));
        RestAssured.get("/").then().statusCode(200).body(containsString("<html"));
        RestAssured.get(Packaged.management().resolve("/q/health/live")).then().statusCode(200);
        RestAssured.get(Packaged.management().resolve("/q/health/ready")).then().statusCode(200);
        RestAssured.get(Packaged.management().resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("carechain_messages_ack_seconds_bucket"));
    }
}
