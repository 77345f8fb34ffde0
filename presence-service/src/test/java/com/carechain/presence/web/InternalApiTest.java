package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.presence.state.Announcements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What chat-service relies on, with the service's own sweeper at work. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class InternalApiTest {

    private static Vertx vertx;
    private static Announcements announcements;

    private final String user = "user-" + UUID.randomUUID();
    private final String service = new Tokens().service();

    @BeforeAll
    static void listen() {
        vertx = Vertx.vertx();
        announcements =
                new Announcements(vertx, ConfigProvider.getConfig().getValue("quarkus.redis.hosts", String.class));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void changesAreAppliedBeforeTheQueryIsAnswered() {
        // When
        var answer = changes("""
                {"replica":"chat-1","unknown":1,
                 "opened":[{"user_id":"%1$s","connection_id":"a"},{"user_id":"%1$s","connection_id":"b"}],
                 "closed":[{"user_id":"%1$s","connection_id":"a"}],
                 "activity":[{"user_id":"%1$s","connection_id":"b","idle":false}],
                 "typing":[{"room_id":"room-1","user_id":"%1$s","is_typing":true}],
                 "query":["nobody","%1$s"]}""".formatted(user));

        // Then
        answer.statusCode(200)
                .body("statuses.user_id", contains("nobody", user))
                .body("statuses.status", contains("offline", "online"))
                .body("statuses[0].last_seen", nullValue())
                .body("statuses[1].last_seen", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        await().atMost(Announcements.PATIENCE)
                .until(() -> announcements.typingOf(user).equals(List.of("room-1 true", "room-1 false")));
        assertEquals("online", announcements.statusesOf(user).getFirst());
    }

    @Test
    void aClosedConnectionShowsOfflineAfterTheGrace() {
        // Given
        changes("""
                {"replica":"chat-1","opened":[{"user_id":"%s","connection_id":"a"}]}""".formatted(user));

        // When
        changes("""
                {"replica":"chat-1","closed":[{"user_id":"%s","connection_id":"a"}]}""".formatted(user));

        // Then
        await().atMost(Announcements.PATIENCE)
                .until(() -> announcements.statusesOf(user).equals(List.of("online", "offline")));
    }

    @Test
    void aHeartbeatMakesLeasesAndOneWithoutThemReleasesThem() {
        // When
        leases("""
                {"replica":"beat-1","connections":[{"user_id":"%s","connection_id":"a","idle":true}]}""".formatted(user)).statusCode(204);

        // Then
        await().atMost(Announcements.PATIENCE)
                .until(() -> announcements.statusesOf(user).equals(List.of("away")));
        await().atMost(Announcements.PATIENCE).until(() -> {
            leases("{\"replica\":\"beat-1\",\"connections\":[]}").statusCode(204);
            return announcements.statusesOf(user).equals(List.of("away", "offline"));
        });
    }

    @Test
    void aReplicaThatIsNeverHeardOfAgainLosesItsLeases() {
        // When
        leases("""
                {"replica":"beat-2","connections":[{"user_id":"%s","connection_id":"a"}]}""".formatted(user));

        // Then
        await().atMost(Announcements.PATIENCE)
                .until(() -> announcements.statusesOf(user).equals(List.of("online", "offline")));
    }

    @Test
    void everyListMayBeMissing() {
        changes("{}").statusCode(200).body("statuses", hasSize(0));
        changes("{\"replica\":\"chat-1\"}").statusCode(200);
        changes("{\"query\":[]}").statusCode(200);
    }

    @Test
    void wrongFieldsAreNamedAndNothingIsDone() {
        // When
        var answer = changes("""
                {"replica":"no spaces","opened":[{"user_id":"%s","connection_id":"a"},{"user_id":"{x}"},null],
                 "activity":[{"user_id":"u","connection_id":"c"}],
                 "typing":[{"user_id":"u","room_id":"%s","is_typing":true}],"query":[""]}""".formatted(user, "r".repeat(65)));

        // Then
        answer.statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:carechain:problem:invalid"))
                .body("code", equalTo("invalid"))
                .body(
                        "errors.field",
                        contains(
                                "opened[1].user_id",
                                "opened[1].connection_id",
                                "opened[2]",
                                "activity[0].idle",
                                "replica",
                                "typing[0].room_id"));
        changes("{\"query\":[\"%s\"]}".formatted(user)).body("statuses[0].status", equalTo("offline"));
        changes("{\"query\":[\"a b\"]}").statusCode(400).body("errors.field", contains("query[0]"));
        leases("{\"replica\":\"r\"}").statusCode(400).body("errors.field", contains("connections"));
        leases("{\"connections\":[]}").statusCode(400).body("errors.field", contains("replica"));
    }

    @Test
    void tooLongListsAreRefused() {
        // Given
        var query = new JsonArray();
        for (int i = 0; i <= 10_000; i++) {
            query.add("u" + i);
        }

        // When
        var answer = changes(new JsonObject().put("query", query).encode());

        // Then
        answer.statusCode(400).body("errors.field", contains("query"));
    }

    @Test
    void unreadableBodiesAreAnsweredWithoutJavaNames() {
        for (String body :
                List.of("", "null", "{", "[]", "\"x\"", "{\"opened\":7}", "{\"opened\":[7]}", "{\"query\":{}}")) {
            changes(body)
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", not(containsString("com.")))
                    .body("errors.message", everyItem(not(containsString("java"))));
        }
        changes("{\"activity\":[{\"user_id\":\"u\",\"connection_id\":\"c\",\"idle\":\"often\"}]}")
                .statusCode(400)
                .body("errors.field", contains("activity[0].idle"));
    }

    @Test
    void aCallerThatLeavesInTheMiddleOfItsRequestIsNoFault() throws Exception {
        // Given
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        var listener = new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    errors.add(line.getMessage());
                }
            }
        };
        Logger.getLogger("").addHandler(listener);

        // When
        for (int i = 0; i < 50; i++) {
            try (var socket = new Socket("localhost", RestAssured.port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write(("PUT /internal/presence/leases HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                        + service
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"replica\":")
                                .getBytes(StandardCharsets.US_ASCII));
                Thread.sleep(i);
            }
        }

        // Then
        leases("{\"replica\":\"chat-1\",\"connections\":[]}").statusCode(204);
        Logger.getLogger("").removeHandler(listener);
        assertEquals(List.of(), List.copyOf(errors));
    }

    private ValidatableResponse changes(String body) {
        return given().auth()
                .oauth2(service)
                .contentType("application/json")
                .body(body)
                .post("/internal/presence/changes")
                .then();
    }

    private ValidatableResponse leases(String body) {
        return given().auth()
                .oauth2(service)
                .contentType("application/json")
                .body(body)
                .put("/internal/presence/leases")
                .then();
    }
}
