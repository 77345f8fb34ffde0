package com.carechain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away for a while: the service lives, says that it is not ready, and goes on when it is back. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class PostgresOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI base;

    @TestHTTPResource(value = "/", management = true)
    String management;

    private final People people = People.some();

    @Test
    void anOutageIsSurvivedByOpenSocketsAndToldToNewOnes() {
        // Given
        String room = people.room();
        String path = "/ws/chat/" + room + "/";
        UUID message = UUID.randomUUID();
        try (ChatSocket open = ChatSocket.open(base, path, people.candidateToken());
                ChatSocket allRooms = ChatSocket.open(base, "/ws/", people.employerToken())) {
            open.await("welcome");
            allRooms.await("welcome");
            LocalParts.stopPostgres();
            try {
                // Then it lives and is not ready
                await().atMost(SOON).until(() -> health("ready") == 503);
                assertThat(health("live")).isEqualTo(200);

                // And who needs the database at the upgrade is refused, who needs it after that is told to come back
                assertThat(ChatSocket.refusal(base, path, people.candidateToken()))
                        .isEqualTo(503);
                try (ChatSocket all = ChatSocket.open(base, "/ws/", people.candidateToken())) {
                    assertThat(all.awaitClose()).isEqualTo(1013);
                }
                // And a socket whose rooms cannot be read is closed: it would stay open and say nothing
                allRooms.send(
                        "{\"type\":\"subscribe\",\"rooms\":[{\"room_id\":\"%s\",\"after_rev\":0}]}".formatted(room));
                assertThat(allRooms.awaitClose()).isEqualTo(1013);
                open.sendMessage("patience", message);
            } finally {
                LocalParts.startPostgres();
            }

            // And afterwards everything is as it was: the send was acknowledged, or can be repeated
            await().atMost(SOON).until(() -> health("ready") == 200);
            await().atMost(SOON)
                    .until(() -> !open.frames("ack").isEmpty()
                            || !open.frames("error").isEmpty());
            if (open.frames("ack").isEmpty()) open.sendMessage("patience", message);
            open.await("ack");
            open.await("chat_message");
        }
    }

    private int health(String check) {
        return RestAssured.get(URI.create(management).resolve("/q/health/" + check))
                .statusCode();
    }
}
