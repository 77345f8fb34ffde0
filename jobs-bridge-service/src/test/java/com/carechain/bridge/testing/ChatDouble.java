package com.carechain.bridge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Plays chat-service's internal endpoint over real HTTP, with its rules: an event id has its effect once, an older version
 * changes nothing, only a service's token gets in. Can be told to be slow, to fail, to refuse, and be stopped and started
 * again on the same port with what it knew.
 */
public final class ChatDouble implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an application's room holds: the messages in the order they were applied. */
    public record Room(List<JsonNode> messages) {
        public List<String> eventIds() {
            return messages.stream()
                    .map(message -> message.get("event_id").asText())
                    .toList();
        }
    }

    private final int port;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> inCall = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private volatile HttpServer server;

    private volatile int answerAll;
    private volatile long millisPerCall;
    private volatile boolean forgetsToAnswer;
    private volatile Predicate<JsonNode> upsets = event -> false;
    private volatile Predicate<JsonNode> malformed = event -> false;
    private volatile Predicate<JsonNode> rejects = event -> false;

    private ChatDouble(int port) {
        this.port = port;
    }

    public static ChatDouble start(int port) {
        ChatDouble chat = new ChatDouble(port);
        chat.start();
        return chat;
    }

    public void start() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/application-events", this::handle);
        server.start();
    }

    /** Connections are refused from now on; what was applied stays known. */
    public void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Every call is answered with this status and has no effect; 0 ends it. */
    public void answersEverything(int status) {
        answerAll = status;
    }

    public void takes(long millis) {
        millisPerCall = millis;
    }

    /** Applies what it is sent, then cuts the connection: the caller never learns. */
    public void appliesWithoutAnswering(boolean on) {
        forgetsToAnswer = on;
    }

    /** A batch with such an event is answered 500. */
    public void isUpsetBy(Predicate<JsonNode> event) {
        upsets = event;
    }

    /** A batch with such an event is answered 400 with a problem. */
    public void findsMalformed(Predicate<JsonNode> event) {
        malformed = event;
    }

    public void rejects(Predicate<JsonNode> event) {
        rejects = event;
    }

    public Map<String, Room> rooms() {
        return rooms;
    }

    public long messages() {
        synchronized (this) {
            return rooms.values().stream()
                    .mapToLong(room -> room.messages().size())
                    .sum();
        }
    }

    public Set<String> tokens() {
        return tokens;
    }

    public int calls() {
        return calls.get();
    }

    public int largestBatch() {
        return largestBatch.get();
    }

    public int mostCallsAtOnce() {
        return mostRunning.get();
    }

    /** How often an application was in two calls at once: must be never. */
    public int overlaps() {
        return overlaps.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            JsonNode batch = JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (!isService(exchange)) {
                answer(exchange, 401, "application/problem+json", "{}");
            } else if (answerAll != 0) {
                answer(exchange, answerAll, "text/plain", "as told");
            } else {
                take(exchange, batch.get("events"));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private void take(HttpExchange exchange, JsonNode events) throws IOException, InterruptedException {
        if (events.isEmpty() || events.size() > 100) {
            problem(exchange, "events must be 1-100 events");
            return;
        }
        calls.incrementAndGet();
        largestBatch.accumulateAndGet(events.size(), Math::max);
        Set<String> applications = new HashSet<>();
        events.forEach(event -> applications.add(event.get("application_id").asText()));
        applications.forEach(application -> {
            if (!inCall.add(application)) {
                overlaps.incrementAndGet();
            }
        });
        try {
            if (millisPerCall > 0) {
                Thread.sleep(millisPerCall);
            }
            for (JsonNode event : events) {
                if (upsets.test(event)) {
                    answer(exchange, 500, "application/problem+json", "{}");
                    return;
                }
                if (malformed.test(event)) {
                    problem(exchange, "one of the events is malformed");
                    return;
                }
            }
            String results = apply(events);
            if (!forgetsToAnswer) {
                answer(exchange, 200, "application/json", results);
            }
        } finally {
            inCall.removeAll(applications);
        }
    }

    private synchronized String apply(JsonNode events) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (JsonNode event : events) {
            String outcome = applied(event);
            results.addObject()
                    .put("event_id", event.get("event_id").asText())
                    .put("outcome", outcome)
                    .put("detail", outcome.equals("rejected") ? "a rule of chat-service" : null);
        }
        return answer.toString();
    }

    private String applied(JsonNode event) {
        if (rejects.test(event)) {
            return "rejected";
        }
        if (seen.contains(event.get("event_id").asText())) {
            return "duplicate";
        }
        Room room = rooms.computeIfAbsent(event.get("application_id").asText(), any -> new Room(new ArrayList<>()));
        long newest = room.messages().stream()
                .mapToLong(message -> message.get("version").asLong())
                .max()
                .orElse(-1);
        if (event.get("version").asLong() < newest) {
            return "late";
        }
        seen.add(event.get("event_id").asText());
        room.messages().add(event);
        return "applied";
    }

    /** Whether the token names a service; its signature is TokenIssuer's business and not looked at here. */
    private boolean isService(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        String token = authorization.substring("Bearer ".length());
        tokens.add(token);
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        return claims.path("groups").toString().contains("\"service\"");
    }

    private static void problem(HttpExchange exchange, String detail) throws IOException {
        answer(
                exchange,
                400,
                "application/problem+json",
                JSON.createObjectNode().put("detail", detail).toString());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
