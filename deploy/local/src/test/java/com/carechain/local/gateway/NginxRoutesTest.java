package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway of deploy/compose decides like ours: a real nginx with that configuration, asked every path of {@link RouteTest}. */
class NginxRoutesTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d+)");

    @TempDir
    private static Path directory;

    private static final List<HttpServer> services = new ArrayList<>();
    private static Process nginx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> program = Stream.of(
                        "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx")
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
        assumeTrue(program.isPresent(), "nginx is not installed, so its configuration is not tried");
        port = freePort();
        // The configuration as it is, but for addresses: here there is no Docker to resolve names.
        String configuration = Files.readString(root().resolve("deploy/compose/nginx.conf"))
                .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                .replace("chat-service:8081", service("chat"))
                .replace("presence-service:8082", service("presence"))
                .replace("identity:8090", service("identity"))
                .replace("access_log /dev/stdout plain;", "access_log off;")
                .replace("/tmp/", directory + "/");
        Path file = Files.writeString(directory.resolve("nginx.conf"), configuration);
        nginx = new ProcessBuilder(program.get(), "-c", file.toString(), "-e", "stderr", "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.log").toFile())
                .start();
        for (int i = 0; i < 200 && !listens(); i++) {
            assertTrue(nginx.isAlive(), () -> "nginx refuses the configuration: " + log());
            nginx.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
        }
        services.forEach(service -> service.stop(0));
    }

    static Stream<String> allowed() throws NoSuchMethodException {
        return Stream.of(RouteTest.class
                .getDeclaredMethod("whatIsOnTheListHasItsService", HttpMethod.class, String.class, Route.class)
                .getAnnotation(CsvSource.class)
                .value());
    }

    static Stream<String> refused() throws NoSuchMethodException {
        return Stream.of(RouteTest.class
                        .getDeclaredMethod("everythingElseLeadsNowhere", String.class)
                        .getAnnotation(ValueSource.class)
                        .strings())
                .filter(uri -> uri.chars().allMatch(character -> character < 0x80));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void whatIsOnTheListReachesItsServiceAsItIsWritten(String line) throws IOException {
        String[] expected = line.split(", ");
        String answer = ask(expected[0], expected[1], "");
        String service =
                switch (Route.valueOf(expected[2])) {
                    case CHAT, CHAT_SOCKET -> "chat";
                    case PRESENCE -> "presence";
                    case DEV -> "identity";
                    case NOWHERE -> "nobody";
                };
        assertEquals(service, header(answer, "x-service"), answer);
        assertEquals(expected[1], header(answer, "x-uri"), answer);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everythingElseLeadsNowhere(String uri) throws IOException {
        String answer = ask("GET", uri, "");
        assertEquals("nobody", header(answer, "x-service"), answer);
        assertTrue(List.of("400", "404").contains(status(answer)), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/login"})
    void thePageCanOnlyBeRead(String uri) throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertEquals("nobody", header(ask(method, uri, ""), "x-service"));
        }
    }

    @Test
    void aRefusalIsAProblem() throws IOException {
        String answer = ask("GET", "/internal/application-events", "");
        assertEquals("application/problem+json", header(answer, "content-type"), answer);
        assertTrue(answer.contains("\"code\":\"not_found\""), answer);
    }

    @Test
    void aSocketIsUpgradedAndNothingElseIs() throws IOException {
        String upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
        assertEquals("websocket/upgrade", header(ask("GET", "/ws/", upgrade), "x-upgrade"));
        assertEquals("null/null", header(ask("GET", "/api/messaging/rooms/", upgrade), "x-upgrade"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/messaging/rooms/", "/api/messaging/online-status/", "/ws/", "/"})
    void whoAsksIsSaidByTheGatewayAlone(String uri) throws IOException {
        String forged = "X-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Host: evil.example\r\nX-Real-IP: 10.1.2.3\r\n"
                + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";
        assertEquals("127.0.0.1 gateway.test null null", header(ask("GET", uri, forged), "x-asked"));
    }

    // --- asking

    /** Raw, because no client library lets such paths through. */
    private static String ask(String method, String uri, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String connection = headers.contains("Connection:") ? "" : "Connection: close\r\n";
            socket.getOutputStream()
                    .write((method + " " + uri + " HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 0\r\n" + headers
                                    + connection + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var answer = new StringBuilder();
            byte[] part = new byte[8192];
            for (int n = socket.getInputStream().read(part);
                    n > 0;
                    n = socket.getInputStream().read(part)) {
                answer.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
                if (connection.isEmpty() && answer.indexOf("\r\n\r\n") > 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    private static String status(String answer) {
        Matcher line = STATUS.matcher(answer);
        return line.lookingAt() ? line.group(1) : "none";
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("nobody");
    }

    /** Says who was asked, and what arrived. */
    private static String service(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var asked = exchange.getRequestHeaders();
                var answer = exchange.getResponseHeaders();
                answer.set("X-Service", name);
                answer.set("X-Uri", exchange.getRequestURI().toString());
                answer.set("X-Upgrade", asked.getFirst("Upgrade") + "/" + asked.getFirst("Connection"));
                answer.set(
                        "X-Asked",
                        asked.getFirst("X-Forwarded-For") + " " + asked.getFirst("X-Forwarded-Host") + " "
                                + asked.getFirst("X-Real-IP") + " " + asked.getFirst("traceparent"));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        services.add(server);
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String log() {
        try {
            return Files.readString(directory.resolve("nginx.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("carechain.root", "../.."));
    }
}
