package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.process.Ports;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in front of small real servers. */
class GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static Upstream chat;
    private static Upstream presence;
    private static Gateway gateway;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        chat = Upstream.start("chat");
        presence = Upstream.start("presence");
        gateway = gateway(dir, chat.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        chat.close();
        presence.close();
    }

    @Test
    void aRequestReachesItsServiceUnchanged() throws Exception {
        // When
        JsonObject seen = json(get("/api/messaging/rooms/a%40b/?limit=3&q=x%20y"));

        // Then
        assertEquals("chat", seen.getString("service"));
        assertEquals("/api/messaging/rooms/a%40b/?limit=3&q=x%20y", seen.getString("uri"));
        assertEquals(
                "presence",
                json(get("/api/messaging/online-status/?user_ids=a,b")).getString("service"));
        assertEquals("chat", json(get("/")).getString("service"));
    }

    @Test
    void whoAskedIsSaidByTheGatewayAndNotByTheClient() throws Exception {
        // When
        JsonObject headers = json(http.send(
                        request("/api/messaging/rooms/")
                                .header("X-Forwarded-For", "10.0.0.1")
                                .header("Forwarded", "for=10.0.0.1")
                                .header("X-Real-IP", "10.0.0.1")
                                .header("Keep-Alive", "timeout=9")
                                .header("Authorization", "Bearer abc")
                                .build(),
                        BodyHandlers.ofString()))
                .getJsonObject("headers");

        // Then
        assertEquals("127.0.0.1", headers.getString("x-forwarded-for"));
        assertEquals("http", headers.getString("x-forwarded-proto"));
        assertEquals("localhost:" + gateway.port(), headers.getString("x-forwarded-host"));
        assertEquals("Bearer abc", headers.getString("authorization"));
        assertFalse(headers.containsKey("forwarded"));
        assertFalse(headers.containsKey("x-real-ip"));
        assertFalse(headers.containsKey("keep-alive"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/application-events",
                "//internal/application-events",
                "/api/messaging/..;/internal",
                "/api/messaging/%2e%2e/%2e%2e/internal",
                "/q/health/ready"
            })
    void whatIsNotForUsersIsAnsweredLikeNothing(String path) throws Exception {
        // When
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // Then
        assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("urn:carechain:problem:not_found"), answer);
    }

    @Test
    void aLargeUploadPassesThrough() throws Exception {
        // Given
        byte[] file = new byte[26 * 1024 * 1024];

        // When
        JsonObject seen = json(http.send(
                request("/api/messaging/rooms/a/attachments/")
                        .POST(BodyPublishers.ofByteArray(file))
                        .build(),
                BodyHandlers.ofString()));

        // Then
        assertEquals(file.length, seen.getInteger("body_bytes"));
    }

    @Test
    void aSilentServiceIsAnswered504WithinTheLimit() throws Exception {
        // When
        HttpResponse<String> answer = http.send(
                request("/api/messaging/silent")
                        .POST(BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());

        // Then
        assertEquals(504, answer.statusCode());
        assertFalse(answer.headers().firstValue("retry-after").isPresent());
        assertEquals("gateway_timeout", new JsonObject(answer.body()).getString("code"));
    }

    @Test
    void aServiceThatIsDownIsAnswered502(@TempDir Path dir) throws Exception {
        try (Gateway alone = gateway(dir, Ports.free())) {
            // When
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(alone.url() + "/api/messaging/rooms/"))
                            .build(),
                    BodyHandlers.ofString());

            // Then
            assertEquals(502, answer.statusCode());
            assertEquals("1", answer.headers().firstValue("retry-after").orElse("none"));
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("content-type").orElse(""));
            assertEquals("bad_gateway", new JsonObject(answer.body()).getString("code"));
        }
    }

    @Test
    void replicasTakeTurnsAndADeadOneIsPassedOver(@TempDir Path dir) throws Exception {
        Upstream second = Upstream.start("second");
        int secondPort = second.port();
        try (Gateway two = gateway(dir, chat.port(), secondPort)) {
            // Given
            assertEquals(List.of("chat", "chat", "second", "second"), servicesOf(two, 4));

            // When
            second.close();

            // Then
            assertEquals(List.of("chat", "chat", "chat", "chat"), servicesOf(two, 4));
        }
    }

    private List<String> servicesOf(Gateway of, int requests) throws Exception {
        List<String> services = new ArrayList<>();
        for (int ignored : IntStream.range(0, requests).toArray()) {
            HttpRequest post = HttpRequest.newBuilder(URI.create(of.url() + "/api/messaging/rooms/"))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            services.add(json(http.send(post, BodyHandlers.ofString())).getString("service"));
        }
        return services.stream().sorted().toList();
    }

    @Test
    void devTokensAreServedByTheGatewayItself() throws Exception {
        // When
        HttpResponse<String> token = http.send(
                request("/dev/token")
                        .POST(BodyPublishers.ofString("{\"sub\":\"ana\",\"name\":\"Ana\",\"groups\":[\"candidate\"]}"))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> refused = http.send(
                request("/dev/token")
                        .POST(BodyPublishers.ofString("{\"sub\":\"a b\",\"groups\":[]}"))
                        .build(),
                BodyHandlers.ofString());

        // Then
        assertEquals(200, token.statusCode());
        assertEquals("Bearer", new JsonObject(token.body()).getString("token_type"));
        assertEquals(400, refused.statusCode());
        assertEquals(
                "application/problem+json",
                refused.headers().firstValue("content-type").orElse(""));
    }

    private static Gateway gateway(Path dir, Integer... chatPorts) {
        return Gateway.start(
                new Gateway.Settings(
                        0, List.of(chatPorts), List.of(presence.port()), Ports.free(), PATIENCE, "127.0.0.1:1"),
                TokenIssuer.at(dir.resolve("dev-key.pem")));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).timeout(Duration.ofSeconds(20));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    /** No client library sends such paths as they are. */
    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
