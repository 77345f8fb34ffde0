package com.carechain.chat.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client's socket that remembers every frame, in order. */
public final class ChatSocket implements AutoCloseable, WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    public static ChatSocket open(URI base, String path, String token) {
        return open(base, path, token, b -> b);
    }

    public static ChatSocket open(
            URI base, String path, String token, java.util.function.UnaryOperator<WebSocket.Builder> more) {
        ChatSocket client = new ChatSocket();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        if (token != null) builder.header("Authorization", "Bearer " + token);
        client.socket = more.apply(builder)
                .buildAsync(
                        URI.create(base.toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + path), client)
                .join();
        return client;
    }

    /** The status with which an upgrade is refused; 101 when it is not. */
    public static int refusal(URI base, String path, String token) {
        return refusal(base, path, token, b -> b);
    }

    public static int refusal(
            URI base, String path, String token, java.util.function.UnaryOperator<WebSocket.Builder> more) {
        try (ChatSocket open = open(base, path, token, more)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused)
                return refused.getResponse().statusCode();
            throw e;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            partial.setLength(0);
        }
        ws.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
        closed.complete(1006);
    }

    /** One at a time: the JDK's client takes no text while it is sending one. */
    public synchronized void send(String json) {
        socket.sendText(json, true).join();
    }

    public void sendMessage(String content, Object clientId) {
        send("{\"type\":\"chat_message\",\"content\":" + quoted(content)
                + (clientId == null ? "" : ",\"client_id\":\"" + clientId + "\"") + "}");
    }

    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server has chosen of the subprotocols offered; empty: none. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public List<JsonNode> frames() {
        return frames;
    }

    public List<JsonNode> frames(String type) {
        return frames.stream().filter(f -> f.get("type").asText().equals(type)).toList();
    }

    /** Contents of all messages so far, in the order they came. */
    public List<String> contents() {
        return frames("chat_message").stream()
                .map(f -> f.at("/message/content").asText())
                .toList();
    }

    public JsonNode await(String type) {
        return await(type, f -> true);
    }

    public JsonNode await(String type, Predicate<JsonNode> which) {
        return Awaitility.await(type + " in " + frames)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> frames(type).stream().filter(which).findFirst().orElse(null), java.util.Objects::nonNull);
    }

    public int awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    /** As a lost network: no close frame. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
}
