package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.process.Ports;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /dev/docs/} in front of small real servers. */
class DocsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static Upstream chat;
    private static Upstream bridge;
    private static Gateway gateway;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        chat = Upstream.start("chat");
        bridge = Upstream.start("bridge");
        // presence-service is away
        gateway = gateway(dir, bridge.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        chat.close();
        bridge.close();
    }

    @Test
    void thePageIsFoundWithAndWithoutTheSlash() throws Exception {
        // When
        HttpResponse<String> without = get("/dev/docs");
        HttpResponse<String> with = get("/dev/docs/?urls.primaryName=presence-service");

        // Then
        assertEquals(302, without.statusCode());
        assertEquals("/dev/docs/", header(without, "location"));
        assertEquals(200, with.statusCode());
        assertTrue(with.body().contains("<title>CareChain Messaging: REST</title>"), with.body());
    }

    @ParameterizedTest
    @CsvSource({
        "'', text/html; charset=utf-8, no-cache",
        "docs.js, text/javascript; charset=utf-8, no-cache",
        "docs.css, text/css; charset=utf-8, no-cache",
        "swagger-ui.css, text/css; charset=utf-8, max-age=3600",
        "swagger-ui-bundle.js, text/javascript; charset=utf-8, max-age=3600",
        "swagger-ui-standalone-preset.js, text/javascript; charset=utf-8, max-age=3600",
        "openapi/chat-service.json, application/json, no-store",
    })
    void everyFileSaysWhatItIsAndHowItMayBeUsed(String name, String type, String caching) throws Exception {
        // When
        HttpResponse<String> answer = get("/dev/docs/" + name);
        HttpResponse<String> head = http.send(
                request("/dev/docs/" + name)
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        // Then
        for (HttpResponse<String> one : List.of(answer, head)) {
            assertEquals(200, one.statusCode());
            assertEquals(type, header(one, "content-type"));
            assertEquals(caching, header(one, "cache-control"));
            assertEquals("nosniff", header(one, "x-content-type-options"));
            String policy = header(one, "content-security-policy");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"));
            assertFalse(policy.contains("http"), policy);
        }
        assertFalse(answer.body().isEmpty());
        assertEquals(
                Integer.toString(answer.body().getBytes(StandardCharsets.UTF_8).length),
                header(head, "content-length"));
        assertEquals("", head.body());
    }

    @Test
    void thePageNeedsNoScriptInItselfAndNamesWhatIsThereOnly() throws Exception {
        // Given
        String page = get("/dev/docs/").body();
        assertFalse(
                Pattern.compile("<script>|<style|style=| on[a-z]+=")
                        .matcher(page)
                        .find(),
                page);

        // When
        List<String> names = Pattern.compile("(?:src|href)=\"([^\"/][^\"]*)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.contains("presence-service"))
                .toList();

        // Then
        assertEquals(9, names.size(), names.toString());
        for (String name : names) {
            assertEquals(200, get("/dev/docs/" + name).statusCode(), name);
        }
    }

    @ParameterizedTest
    @CsvSource({"chat-service, chat", "jobs-bridge-service, bridge"})
    void aServicesDocumentSendsItsReadersThroughTheGateway(String name, String service) throws Exception {
        // When
        HttpResponse<String> answer = get("/dev/docs/openapi/" + name + ".json");

        // Then
        var document = new JsonObject(answer.body());
        assertEquals(service, document.getString("service"));
        assertEquals("/q/openapi?format=json", document.getString("uri"));
        assertEquals(new JsonArray().add(new JsonObject().put("url", "/")), document.getJsonArray("servers"));
    }

    @Test
    void whatAServiceSaysOfSocketsAndTopicsIsPassedOnAsItIs() throws Exception {
        assertEquals(
                "/q/asyncapi",
                new JsonObject(get("/dev/docs/asyncapi/jobs-bridge-service.json")
                                .body())
                        .getString("uri"));
        assertEquals("application/yaml", header(get("/dev/docs/asyncapi/chat-service.yaml"), "content-type"));
    }

    @Test
    void aServiceThatIsAwayIsAnswered502AndTheOthersAreThere() throws Exception {
        // When
        HttpResponse<String> away = get("/dev/docs/openapi/presence-service.json");

        // Then
        assertEquals(502, away.statusCode());
        assertEquals("application/problem+json", header(away, "content-type"));
        assertEquals("1", header(away, "retry-after"));
        assertEquals(200, get("/dev/docs/openapi/chat-service.json").statusCode());
    }

    @ParameterizedTest
    @CsvSource({"404, {}, 502", "200, <html>, 502", "200, [], 502", "0, , 504"})
    void aServiceThatDoesNotAnswerWithADocumentIsAProblem(int status, String body, int expected, @TempDir Path dir)
            throws Exception {
        // Given
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            if (status > 0) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            }
        });
        service.start();
        try (Gateway odd = gateway(dir, service.getAddress().getPort())) {
            // When
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(odd.url() + "/dev/docs/openapi/jobs-bridge-service.json"))
                            .build(),
                    BodyHandlers.ofString());

            // Then
            assertEquals(expected, answer.statusCode(), answer.body());
            assertEquals("application/problem+json", header(answer, "content-type"));
        } finally {
            service.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/docs/index.html",
                "/dev/docs//",
                "/dev/docs/.",
                "/dev/docs/docs.js/",
                "/dev/docs/Docs.js",
                "/dev/docs/%64ocs.js",
                "/dev/docs/openapi",
                "/dev/docs/openapi/",
                "/dev/docs/openapi/chat-service",
                "/dev/docs/openapi/other.json",
                "/dev/docs/openapi/../docs.js",
                "/dev/docs/../jwks.json",
                "/dev/docs/..%2fjwks.json",
                "/dev/docs/%2e%2e/Gateway.class",
                "/dev/docs/../Gateway.class",
                "/dev/docs/oauth2-redirect.html",
                "/dev/docs/swagger-ui-bundle.js.map",
                "/dev/docsx",
            })
    void whatIsNotOnTheListIsNotThere(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
        assertTrue(answer.contains("urn:carechain:problem:not_found"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void itCanOnlyBeRead(String method) throws Exception {
        for (String name : List.of("", "docs.js", "openapi/chat-service.json", "nothing")) {
            HttpResponse<String> answer = http.send(
                    request("/dev/docs/" + name)
                            .method(method, BodyPublishers.ofString("x".repeat(100_000)))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(405, answer.statusCode());
            assertEquals("GET, HEAD", header(answer, "allow"));
            assertEquals("method_not_allowed", new JsonObject(answer.body()).getString("code"));
        }
    }

    private static Gateway gateway(Path dir, int bridgePort) {
        return Gateway.start(
                new Gateway.Settings(
                        0, List.of(chat.port()), List.of(Ports.free()), bridgePort, PATIENCE, "127.0.0.1:1"),
                TokenIssuer.at(dir.resolve("dev-key.pem")));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).timeout(Duration.ofSeconds(20));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
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
