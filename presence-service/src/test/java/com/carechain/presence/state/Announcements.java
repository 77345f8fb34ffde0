package com.carechain.presence.state;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Hears both channels, as a chat replica does. */
public final class Announcements {

    /** Only a failing test waits so long. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<String> status = new ConcurrentLinkedQueue<>();
    private final Queue<String> typing = new ConcurrentLinkedQueue<>();
    private final Set<String> marks = ConcurrentHashMap.newKeySet();
    private final Redis client;

    public Announcements(Vertx vertx, String redisUrl) {
        client = Redis.createClient(vertx, redisUrl);
        RedisConnection connection =
                client.connect().toCompletionStage().toCompletableFuture().join();
        connection.handler(this::heard);
        connection
                .send(Request.cmd(Command.SUBSCRIBE)
                        .arg(PresenceKeys.STATUS_CHANNEL)
                        .arg(PresenceKeys.TYPING_CHANNEL)
                        .arg("test:mark"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void heard(Response message) {
        if (message != null && message.size() == 3 && message.get(0).toString().equals("message")) {
            String payload = message.get(2).toString();
            switch (message.get(1).toString()) {
                case PresenceKeys.STATUS_CHANNEL -> status.add(payload);
                case PresenceKeys.TYPING_CHANNEL -> typing.add(payload);
                default -> marks.add(payload);
            }
        }
    }

    /** What was announced of this user's status until now, in order. */
    public List<String> statusesOf(String userId) {
        return raw(status, userId).stream()
                .map(payload -> new JsonObject(payload).getString("status"))
                .toList();
    }

    /** The same for every user. */
    public Map<String, List<String>> statuses() {
        hearEverything();
        return status.stream()
                .map(JsonObject::new)
                .collect(Collectors.groupingBy(
                        payload -> payload.getString("user_id"),
                        Collectors.mapping(payload -> payload.getString("status"), Collectors.toList())));
    }

    /** What was announced of this user's typing until now, in order, like {@code "room-1 true"}. */
    public List<String> typingOf(String userId) {
        return raw(typing, userId).stream()
                .map(JsonObject::new)
                .map(payload -> payload.getString("room_id") + " " + payload.getBoolean("is_typing"))
                .toList();
    }

    public List<String> rawStatusOf(String userId) {
        return raw(status, userId);
    }

    public List<String> rawTypingOf(String userId) {
        return raw(typing, userId);
    }

    private List<String> raw(Queue<String> heard, String userId) {
        hearEverything();
        return heard.stream()
                .filter(payload -> payload.contains("\"user_id\":\"" + userId + "\""))
                .toList();
    }

    /** Redis delivers in order: when the mark is here, so is all that was announced before. */
    private void hearEverything() {
        String mark = UUID.randomUUID().toString();
        client.send(Request.cmd(Command.PUBLISH).arg("test:mark").arg(mark))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> marks.contains(mark));
    }
}
