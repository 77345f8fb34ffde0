package com.carechain.chat.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The other end of presence-service's internal API: remembers what it was told and answers what a test has set. Its own announcements
 * are made by tests on the real Redis.
 */
public final class PresencePeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<JsonNode> changes = new CopyOnWriteArrayList<>();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private volatile CountDownLatch answering = new CountDownLatch(0);

    private PresencePeer(HttpServer server) {
        this.server = server;
    }

    static PresencePeer start() {
        try {
            PresencePeer peer =
                    new PresencePeer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            peer.server.setExecutor(peer.threads);
            peer.server.createContext("/internal/presence/changes", peer::changes);
            peer.server.createContext("/internal/presence/leases", peer::leases);
            peer.server.start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is answered for that user from now on; without, {@code offline}. */
    public void set(String user, String status) {
        statuses.put(user, status);
    }

    /** No call is answered until what is returned is closed. */
    public Hanging hang() {
        CountDownLatch until = new CountDownLatch(1);
        answering = until;
        return until::countDown;
    }

    /** Ends with {@code close}. */
    public interface Hanging extends AutoCloseable {
        @Override
        void close();
    }

    /** Everything told so far in one of the lists: {@code opened}, {@code closed}, {@code activity}, {@code typing}. */
    public List<JsonNode> told(String list, String user) {
        return changes.stream()
                .flatMap(call -> Stream.of(call.path(list)))
                .flatMap(all -> all.valueStream())
                .filter(one -> one.path("user_id").asText().equals(user))
                .toList();
    }

    /** How often somebody wanted to know that user's status. */
    public long asked(String user) {
        return changes.stream()
                .filter(call -> call.path("query").valueStream().anyMatch(one -> one.asText()
                        .equals(user)))
                .count();
    }

    private void changes(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode call = JSON.readTree(exchange.getRequestBody());
            changes.add(call);
            answering.await();
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode list = answer.putArray("statuses");
            call.path("query").forEach(user -> list.addObject()
                    .put("user_id", user.asText())
                    .put("status", statuses.getOrDefault(user.asText(), "offline"))
                    .put("last_seen", statuses.containsKey(user.asText()) ? "2026-01-31T12:00:00.000Z" : null));
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leases(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            answering.await();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
