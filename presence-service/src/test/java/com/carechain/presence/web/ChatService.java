package com.carechain.presence.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers {@code GET /internal/users/{id}/contacts} over real HTTP, as chat-service publishes it. */
final class ChatService implements AutoCloseable {

    private static final Pattern CONTACTS = Pattern.compile("/internal/users/([^/]+)/contacts");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final Map<String, List<String>> contacts = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile long delayMillis;
    volatile int status = 200;

    ChatService(String url) throws IOException {
        URI at = URI.create(url);
        server = HttpServer.create(new InetSocketAddress(at.getHost(), at.getPort()), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = CONTACTS.matcher(exchange.getRequestURI().getPath());
            if (!path.matches()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            asked.add(path.group(1));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Thread.sleep(delayMillis);
            byte[] body = new JsonObject()
                    .put("user_ids", new JsonArray(contacts.getOrDefault(path.group(1), List.of())))
                    .put("added_later", true)
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long timesAskedFor(String userId) {
        return asked.stream().filter(userId::equals).count();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
