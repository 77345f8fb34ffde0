package com.carechain.chat.socket;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rate limit, over sockets and REST together. Its default numbers are pinned by the documents' test. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class LimitsTest {
    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    @Test
    void whoeverSendsTooFastIsToldWhenToComeBack() {
        // Given
        String room = people.room();
        String messages = "/api/messaging/rooms/" + room + "/messages/";
        try (ChatSocket sender = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken())) {
            sender.await("welcome");

            // When: the allowance is used up, with never more than 50 unanswered
            for (int sent = 50; sent <= 5000 && limited(sender) == null; sent += 50) {
                for (int i = 0; i < 50; i++) sender.sendMessage("m", UUID.randomUUID());
                int all = sent;
                await().until(() ->
                        sender.frames("ack").size() + sender.frames("error").size() == all);
            }

            // Then: the socket is told which message, and when to come back
            assertThat(limited(sender)).isNotNull();
            assertThat(limited(sender).get("client_id").asText()).isNotBlank();
            assertThat(limited(sender).get("retry_after_ms").asLong()).isPositive();

            // And: REST draws on the same allowance, the other side has its own
            Response refused = await().until(
                            () -> {
                                for (int i = 0; i < 50; i++) sender.sendMessage("m", null);
                                sender.send("{\"type\":\"ping\"}"); // ends the row of refusals
                                return as(people.candidateToken())
                                        .body("{\"content\":\"x\"}")
                                        .post(messages);
                            },
                            answer -> answer.statusCode() == 429);
            assertThat(refused.contentType()).isEqualTo("application/problem+json");
            assertThat(refused.<String>path("code")).isEqualTo("rate_limited");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();

            // And: a repetition is no new message, so it is answered
            UUID known = UUID.fromString(
                    sender.frames("ack").getFirst().get("client_id").asText());
            sender.sendMessage("m", known);
            sender.await("ack", a -> a.get("duplicate").asBoolean());
            for (int i = 0; i < 20; i++) {
                as(people.candidateToken()).body("{\"content\":\"x\"}").post(messages);
                as(people.candidateToken())
                        .body("{\"content\":\"m\",\"client_id\":\"" + known + "\"}")
                        .post(messages)
                        .then()
                        .statusCode(200);
            }
            as(people.employerToken())
                    .body("{\"content\":\"x\"}")
                    .post(messages)
                    .then()
                    .statusCode(201);
        }
    }

    private static JsonNode limited(ChatSocket socket) {
        return socket.frames("error").stream()
                .filter(e -> e.get("code").asText().equals("rate_limited"))
                .findFirst()
                .orElse(null);
    }
}
