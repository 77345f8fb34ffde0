package com.carechain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The usage examples this project began with, as a browser would run them: the same addresses, headers and bodies to the letter, and
 * the same look at what comes back. Only the token is new, because the examples had none for the socket.
 */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class SeedClientTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** {@code JSON.stringify({'type': 'chat_message', 'content': 'Hello there!'})} */
    private static final String SEND = "{\"type\":\"chat_message\",\"content\":\"Hello there!\"}";

    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSocketExampleWorks(boolean tokenAsSubprotocol) throws IOException, InterruptedException {
        // Given: const roomId = 'your-room-uuid'
        String roomId = people.room();

        // When: new WebSocket(`ws://…/ws/chat/${roomId}/`), as a browser may: no headers of its own
        String url = "/ws/chat/" + roomId + "/";
        try (ChatSocket socket = tokenAsSubprotocol
                ? ChatSocket.open(base, url, null, b -> b.header("Origin", "http://localhost:8080")
                        .subprotocols(
                                "carechain.v1",
                                "quarkus-http-upgrade#Authorization#Bearer%20" + people.candidateToken()))
                : ChatSocket.open(base, url + "?ticket=" + ticket(), null)) {
            socket.send(SEND);

            // Then: if (data.type === 'chat_message') displayMessage(data.message)
            JsonNode data = socket.await("chat_message");
            assertThat(data.at("/message/content").asText()).isEqualTo("Hello there!");
            assertThat(data.at("/message/sender/name").asText()).isEqualTo("Ana " + people.candidate());
        }
    }

    private String ticket() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                fetch(request("/api/messaging/ws-ticket/").POST(HttpRequest.BodyPublishers.noBody()));
        return JSON.readTree(answer.body()).get("ticket").asText();
    }

    @Test
    void theRestExampleWorks() throws IOException, InterruptedException {
        // Given
        String roomId = people.room();

        // When: fetch('/api/messaging/rooms/')
        HttpResponse<String> rooms = fetch(request("/api/messaging/rooms/").GET());

        // Then: response.json()
        assertThat(rooms.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(rooms.body()).at("/results/0/id").asText()).isEqualTo(roomId);

        // When: fetch(`/api/messaging/rooms/${roomId}/messages/`, {method: 'POST', headers, body})
        HttpResponse<String> sent = fetch(request("/api/messaging/rooms/" + roomId + "/messages/")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"content\":\"Hello via API!\",\"message_type\":\"text\"}")));

        // Then
        assertThat(sent.statusCode()).isEqualTo(201);
        JsonNode message = JSON.readTree(sent.body());
        assertThat(message.get("content").asText()).isEqualTo("Hello via API!");
        assertThat(message.get("message_type").asText()).isEqualTo("text");
        // and it is history
        HttpResponse<String> history =
                fetch(request("/api/messaging/rooms/" + roomId + "/messages/").GET());
        assertThat(JSON.readTree(history.body()).at("/results/0")).isEqualTo(message);
    }

    @Test
    void theOtherEndpointsOfTheSeedAnswer() throws IOException, InterruptedException {
        String roomId = people.room();
        assertThat(fetch(request("/api/messaging/rooms/" + roomId + "/").GET()).statusCode())
                .isEqualTo(200);
        assertThat(fetch(request("/api/messaging/rooms/" + roomId + "/mark-read/")
                                .POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(fetch(request("/api/messaging/summary/").GET()).statusCode()).isEqualTo(200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + people.candidateToken());
    }

    private static HttpResponse<String> fetch(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
