package com.carechain.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what and when; and the overview. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class AuditTest {
    @TestHTTPResource("/")
    URI base;

    private final Administrator admin = Administrator.someone();

    @Test
    void everyActionIsRecorded() {
        // Given
        People people = People.some();
        String room = people.room();
        String message = ModerationTest.send(people, room, "Hello there");

        // When
        admin.get("/overview");
        admin.get("/rooms?user={u}&status=active", people.candidate());
        admin.get("/rooms/" + room);
        admin.get("/rooms/" + room + "/messages");
        admin.get("/messages?q=hello&room=" + room);
        admin.post("/rooms/" + room + "/messages/" + message + "/redact", "Rude");
        admin.post("/rooms/" + room + "/close", "Over");
        admin.post("/rooms/" + room + "/reopen", "Not over");
        admin.get("/audit?room=" + room);

        // Then
        JsonNode audit = admin.get("/audit?actor={a}", admin.id()).get("results");
        assertThat(audit.valueStream().map(l -> l.get("action").asText()))
                .containsExactly(
                        "audit_listed",
                        "room_reopened",
                        "room_closed",
                        "message_redacted",
                        "messages_searched",
                        "messages_read",
                        "room_opened",
                        "rooms_listed",
                        "overview_seen");
        JsonNode redacted = audit.get(3);
        assertThat(redacted.at("/actor/id").asText()).isEqualTo(admin.id());
        assertThat(redacted.at("/actor/name").asText()).isEqualTo("Name of " + admin.id());
        assertThat(redacted.get("room_id").asText()).isEqualTo(room);
        assertThat(redacted.get("message_id").asText()).isEqualTo(message);
        assertThat(redacted.get("reason").asText()).isEqualTo("Rude");
        assertThat(redacted.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(redacted.at("/details/sender").asText()).isEqualTo(people.candidate());
        assertThat(Instant.parse(redacted.get("at").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(audit.toString()).doesNotContain("Hello there");
        JsonNode listed = audit.get(7);
        assertThat(listed.at("/details/user").asText()).isEqualTo(people.candidate());
        assertThat(listed.at("/details/status").asText()).isEqualTo("active");
    }

    @Test
    void linesAreFilteredAndPaged() {
        // Given
        String room = People.some().room();
        admin.post("/rooms/" + room + "/close", "One");
        admin.post("/rooms/" + room + "/reopen", "Two");
        admin.post("/rooms/" + room + "/close", "Three");

        // When
        JsonNode one = admin.get("/audit?room={r}&action=room_closed,room_reopened&limit=2", room);
        JsonNode two = admin.get(
                "/audit?room={r}&action=room_closed,room_reopened&limit=2&cursor={c}",
                room,
                one.get("next_cursor").asText());

        // Then
        assertThat(reasons(one)).containsExactly("Three", "Two");
        assertThat(reasons(two)).containsExactly("One");
        assertThat(two.get("next_cursor").isNull()).isTrue();
        assertThat(reasons(admin.get("/audit?room={r}&action=room_reopened", room)))
                .containsExactly("Two");
        assertThat(reasons(
                        admin.get("/audit?room={r}&to={t}", room, Instant.now().minusSeconds(60))))
                .isEmpty();
        assertThat(reasons(admin.get(
                        "/audit?room={r}&action=room_closed&from={f}",
                        room,
                        Instant.now().minusSeconds(60))))
                .containsExactly("Three", "One");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update admin_audit set reason = 'nothing happened'",
                "update admin_audit set reason = 'nothing happened' where false",
                "delete from admin_audit",
                "truncate admin_audit",
                "insert into admin_audit overriding system value select a.* from admin_audit a order by id limit 1 "
                        + "on conflict (id) do update set reason = 'nothing happened'"
            })
    void nothingIsEverChangedInIt(String sql) {
        admin.get("/overview");
        assertThatThrownBy(() -> Database.update(sql)).hasMessageContaining("admin_audit is append-only");
    }

    @Test
    void whereARequestCameFromIsWhatTheTrustedProxySays() {
        // Given: this test is on a trusted address, as a gateway on this machine would be
        admin.request()
                .header("X-Forwarded-For", "203.0.113.7, 198.51.100.9")
                .get(Administrator.API + "/overview")
                .then()
                .statusCode(200);

        // Then: the last one, whom the proxy has seen; not the first, which anybody can write
        assertThat(admin.lines("overview_seen").getFirst().get("address").asText())
                .isEqualTo("198.51.100.9");
    }

    @Test
    void aQuestionThatTakesTooLongIsGivenUp() throws SQLException {
        // Given: something that every question waits for
        try (Connection other = Database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table admin_audit in share mode");

            // When
            Response answer = admin.request().get(Administrator.API + "/rooms?user=" + admin.id());

            // Then
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.jsonPath().getString("code")).isEqualTo("too_broad");
            other.rollback();
        }
        assertThat(admin.lines("rooms_listed")).isEmpty();
    }

    @Test
    void theOverviewShowsSocketsMessagesLagAndReplicas() {
        // Given
        People people = People.some();
        String room = people.room();
        try (ChatSocket ana = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken())) {
            ana.await("welcome");
            ana.sendMessage("Counted", null);
            ana.await("ack");

            // When / Then: within a report or two
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode overview = admin.get("/overview");
                assertThat(overview.get("sockets").asInt()).isPositive();
                JsonNode alive = overview.get("replicas")
                        .valueStream()
                        .filter(r -> r.get("is_alive").asBoolean())
                        .findFirst()
                        .orElseThrow();
                assertThat(alive.get("sockets").asInt()).isPositive();
                assertThat(alive.get("rooms").asInt()).isPositive();
                assertThat(overview.at("/rooms/active").asLong()).isPositive();
                assertThat(overview.at("/messages/total").asLong()).isPositive();
                assertThat(overview.at("/messages/by_hour").size()).isEqualTo(24);
                assertThat(overview.at("/messages/by_hour")
                                .valueStream()
                                .mapToLong(h -> h.get("messages").asLong())
                                .sum())
                        .isPositive();
                assertThat(overview.at("/outbox/waiting").asLong()).isNotNegative();
                assertThat(overview.get("presence_reachable").asBoolean()).isTrue();
            });
        }
    }

    @Test
    void aReplicaThatFellSilentIsShownAsNotAlive() {
        // Given
        Database.update("""
                insert into replica values (gen_random_uuid(), 'silent-%s', now() - interval '1 hour', now() - interval '5 minutes', 7, 3, 0)""".formatted(admin.id()));

        // When
        JsonNode replicas = admin.get("/overview").get("replicas");

        // Then
        assertThat(replicas.valueStream().filter(r -> r.get("name").asText().equals("silent-" + admin.id())))
                .singleElement()
                .satisfies(r -> assertThat(r.get("is_alive").asBoolean()).isFalse());
    }

    private static List<String> reasons(JsonNode page) {
        return page.get("results")
                .valueStream()
                .map(l -> l.get("reason").asText())
                .toList();
    }
}
