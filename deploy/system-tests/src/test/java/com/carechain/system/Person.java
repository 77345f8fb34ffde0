package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A user of the system, with a token of the local stack. */
final class Person {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String gateway;
    private final String token;

    private Person(String gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    static Person of(LocalStack stack, String id, String name, String role) throws Exception {
        String gateway = stack.env().get("CARECHAIN_URL");
        String body = JSON.writeValueAsString(Map.of("sub", id, "name", name, "groups", new String[] {role}));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway + "/dev/token"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return new Person(
                gateway, JSON.readTree(answer.body()).get("access_token").asText());
    }

    String token() {
        return token;
    }

    HttpResponse<String> request(String path) throws Exception {
        return send(path, UnaryOperator.identity());
    }

    /** A request with this person's token and what the caller adds; GET unless said otherwise. */
    HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> more) throws Exception {
        return send(path, more, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(String path, UnaryOperator<HttpRequest.Builder> more, BodyHandler<T> body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20));
        return HTTP.send(more.apply(request).build(), body);
    }

    /** For one socket, instead of a token. */
    String ticket() throws Exception {
        HttpResponse<String> answer =
                send("/api/messaging/ws-ticket/", request -> request.POST(BodyPublishers.noBody()));
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body()).get("ticket").asText();
    }

    /** Whatever the answer is. */
    HttpResponse<String> tryPost(String path, String json) throws Exception {
        return send(path, request -> request.header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = request(path);
        assertEquals(200, answer.statusCode(), path + " answered " + answer.body());
        return JSON.readTree(answer.body());
    }

    JsonNode post(String path, String json) throws Exception {
        HttpResponse<String> answer = tryPost(path, json);
        assertEquals(2, answer.statusCode() / 100, path + " answered " + answer.body());
        return JSON.readTree(answer.body());
    }

    /** Through the gateway, as a browser's form. */
    HttpResponse<String> upload(String room, String name, byte[] bytes) throws Exception {
        String boundary = "----system-test";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return send("/api/messaging/rooms/" + room + "/attachments/", request -> request.header(
                        "Content-Type", "multipart/form-data; boundary=" + boundary)
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(bytes),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))));
    }

    byte[] bytes(String path) throws Exception {
        HttpResponse<byte[]> answer =
                send(path, request -> request.timeout(Duration.ofSeconds(60)), BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    /** To that replica, past the gateway. */
    Socket connectTo(String replica, String path) throws Exception {
        return Socket.open(HTTP, URI.create(replica.replace("http:", "ws:") + path), token);
    }

    Socket connect(String path) throws Exception {
        return Socket.open(HTTP, URI.create(gateway.replace("http:", "ws:") + path), token);
    }

    /** Waits until the application has its room, and returns the room's id. */
    String roomOf(String application) {
        List<String> found = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            for (JsonNode room : get("/api/messaging/rooms/").get("results")) {
                if (room.get("application_id").asText().equals(application)) {
                    found.add(room.get("id").asText());
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    List<JsonNode> messages(String room) throws Exception {
        List<JsonNode> messages = new ArrayList<>();
        get("/api/messaging/rooms/" + room + "/messages/").get("results").forEach(messages::add);
        return messages;
    }

    void awaitMessages(String room, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> messages(room).size() >= count);
    }
}
