package com.carechain.chat;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class FirstLightTest {
    @TestHTTPResource("/")
    URI base;

    @Test
    void twoPeopleTalkInARoom() {
        // Given
        People people = People.some();
        String room = people.room();
        try (ChatSocket ana = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
                ChatSocket mercy = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken())) {
            ana.await("welcome");
            mercy.await("welcome");

            // When
            UUID clientId = UUID.randomUUID();
            ana.sendMessage("Hello there!", clientId);

            // Then: acknowledged, then echoed to both
            JsonNode ack = ana.await("ack");
            assertThat(ack.get("client_id").asText()).isEqualTo(clientId.toString());
            assertThat(ack.get("seq").asLong()).isEqualTo(1);
            JsonNode echo = ana.await("chat_message");
            assertThat(echo.at("/message/content").asText()).isEqualTo("Hello there!");
            assertThat(ana.frames().indexOf(ack)).isLessThan(ana.frames().indexOf(echo));
            assertThat(mercy.await("chat_message").at("/message/id")).isEqualTo(ack.get("message_id"));

            // And: kept
            as(people.employerToken())
                    .get("/api/messaging/rooms/" + room + "/messages")
                    .then()
                    .statusCode(200)
                    .body("results[0].content", equalTo("Hello there!"), "has_more", equalTo(false));
        }
    }
}
