package com.carechain.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/**
 * A client that writes one message after the other and does as PROTOCOL.md asks: when its socket closes it reconnects after a random
 * pause, resumes, and sends again what was not acknowledged.
 */
final class Writer {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

    private final Person person;
    private final String room;
    private final Map<String, String> acknowledged = new LinkedHashMap<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    private final List<Integer> seqs = new ArrayList<>();
    private long rev;
    private volatile boolean stopped;
    private volatile int written;

    Writer(Person person, String room) {
        this.person = person;
        this.room = room;
    }

    /** Until {@link #stop()}; then it waits for what is not acknowledged yet. */
    void run() {
        try {
            String unanswered = null;
            while (!stopped || unanswered != null) {
                unanswered = useOneSocket(reconnected(), unanswered);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        stopped = true;
    }

    /** How many are acknowledged. */
    int written() {
        return written;
    }

    /** client_id to message_id. */
    Map<String, String> acknowledged() {
        return acknowledged;
    }

    List<Integer> closeCodes() {
        return closeCodes;
    }

    /** All messages seen, over all sockets, as they came. */
    List<Integer> seqs() {
        return seqs;
    }

    private Socket reconnected() {
        String path = "/ws/chat/" + room + "/" + (rev == 0 ? "" : "?after_rev=" + rev);
        return Awaitility.await()
                .atMost(BACK_WITHIN)
                .pollDelay(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 300)))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> person.connect(path), socket -> true);
    }

    /** What was not acknowledged on it; null: nothing. */
    private String useOneSocket(Socket socket, String unanswered) throws Exception {
        socket.await("welcome");
        String waiting = unanswered;
        if (waiting != null) send(socket, waiting);
        while (true) {
            if (waiting == null && !stopped) {
                waiting = UUID.randomUUID().toString();
                send(socket, waiting);
            }
            if (waiting == null) {
                socket.close();
                return null;
            }
            JsonNode frame = socket.next();
            if (frame == null) {
                closeCodes.add(socket.closeCode());
                return waiting;
            }
            if (isAck(frame, waiting)) waiting = null;
        }
    }

    private static void send(Socket socket, String clientId) {
        try {
            socket.send(Map.of("type", "chat_message", "content", "under load", "client_id", clientId));
        } catch (Exception closed) {
            // next() tells
        }
    }

    private boolean isAck(JsonNode frame, String clientId) {
        switch (frame.get("type").asText()) {
            case "chat_message" -> {
                seqs.add(frame.at("/message/seq").asInt());
                rev = Math.max(rev, frame.at("/message/rev").asLong());
            }
            case "ack" -> {
                if (!clientId.equals(frame.get("client_id").asText())) return false;
                acknowledged.put(clientId, frame.get("message_id").asText());
                written++;
                return true;
            }
            case "error" -> throw new IllegalStateException(frame.toString());
            default -> {}
        }
        return false;
    }
}
