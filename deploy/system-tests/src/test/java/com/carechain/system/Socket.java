package com.carechain.system;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An open WebSocket and the frames that arrived on it. */
final class Socket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final BlockingQueue<JsonNode> frames;
    private final CompletableFuture<Integer> closed;
    private final WebSocket socket;

    private Socket(BlockingQueue<JsonNode> frames, CompletableFuture<Integer> closed, WebSocket socket) {
        this.frames = frames;
        this.closed = closed;
        this.socket = socket;
    }

    static Socket open(HttpClient http, URI uri, String token) throws Exception {
        BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(PATIENCE)
                .buildAsync(uri, new Reader(frames, closed))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return new Socket(frames, closed, socket);
    }

    void send(Map<String, ?> frame) throws Exception {
        socket.sendText(Person.JSON.writeValueAsString(frame), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The next frame of this type; others before it are passed over. */
    JsonNode await(String type) throws Exception {
        return await(type, frame -> true);
    }

    JsonNode await(String type, Predicate<JsonNode> wanted) throws Exception {
        List<JsonNode> passedOver = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
            JsonNode frame = frames.poll(left, TimeUnit.NANOSECONDS);
            if (frame == null) {
                break;
            }
            if (frame.path("type").asText().equals(type) && wanted.test(frame)) {
                return frame;
            }
            passedOver.add(frame);
        }
        return fail("No such " + type + " within " + PATIENCE.toSeconds() + " s, but " + passedOver);
    }

    /** The code with which the service closes it. */
    int closeCode() throws Exception {
        return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The next frame, whatever it is; null when the socket has closed and nothing is left. */
    JsonNode next() throws InterruptedException {
        while (true) {
            boolean over = closed.isDone(); // before the look: what came before the close is there by now
            JsonNode frame = frames.poll(50, TimeUnit.MILLISECONDS);
            if (frame != null || over) {
                return frame;
            }
        }
    }

    /** Whether such a frame arrives within that time; what arrives before it is passed over. */
    boolean arrives(String type, Predicate<JsonNode> wanted, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        for (long left = within.toNanos(); left > 0; left = end - System.nanoTime()) {
            JsonNode frame = frames.poll(left, TimeUnit.NANOSECONDS);
            if (frame != null && frame.path("type").asText().equals(type) && wanted.test(frame)) {
                return true;
            }
        }
        return false;
    }

    /** The seqs of all messages that arrive until this one has, in the order of their arrival. */
    List<Integer> seqsUntil(int last) throws Exception {
        List<Integer> seqs = new ArrayList<>();
        while (seqs.isEmpty() || seqs.getLast() != last) {
            seqs.add(await("chat_message").at("/message/seq").asInt());
        }
        return seqs;
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(e -> socket);
    }

    private static final class Reader implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> frames;
        private final CompletableFuture<Integer> closed;
        private final StringBuilder text = new StringBuilder();

        private Reader(BlockingQueue<JsonNode> frames, CompletableFuture<Integer> closed) {
            this.frames = frames;
            this.closed = closed;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    frames.add(Person.JSON.readTree(text.toString()));
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                    throw new IllegalStateException("Not JSON: " + text, e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
