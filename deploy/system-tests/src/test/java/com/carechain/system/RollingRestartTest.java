package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replicas are told to stop, one after the other, while people write: the outcome is as if nothing had happened. */
class RollingRestartTest {

    private static final Duration RESTARTED = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalStack stack;

    @BeforeAll
    static void up() throws Exception {
        stack = LocalStack.start(
                Path.of("target", "state-rolling").toAbsolutePath(),
                Map.of("CARECHAIN_LIMITS_MESSAGES_PER_SECOND", "0", "CARECHAIN_SOCKETS_DRAIN", "3s"),
                "--replicas",
                "2");
    }

    @AfterAll
    static void down() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    private record Room(String id, Person candidate, Person employer) {
        static Room make(String application) throws Exception {
            stack.publish("""
                    {"specversion":"1.0","id":"%1$s-1","source":"/system-test","type":"com.carechain.application.submitted",
                     "datacontenttype":"application/json","time":"2026-01-26T09:00:00.000Z",
                     "data":{"application_id":"%1$s","version":1,"occurred_at":"2026-01-26T09:00:00.000Z",
                             "job":{"id":"job-%1$s","title":"Ward Nurse"},
                             "candidate":{"id":"ana-%1$s","name":"Ana"},"employer":{"id":"clinic-%1$s","name":"Clinic"}}}
                    """.formatted(application));
            Person candidate = Person.of(stack, "ana-" + application, "Ana", "candidate");
            Person employer = Person.of(stack, "clinic-" + application, "Clinic", "employer");
            return new Room(candidate.roomOf(application), candidate, employer);
        }
    }

    @Test
    void aRollingRestartUnderLoadLosesNothing() throws Exception {
        // Given people who write in four rooms
        List<Room> rooms = new ArrayList<>();
        for (int n = 0; n < 4; n++) rooms.add(Room.make("rolling-" + n));
        List<Writer> writers = rooms.stream()
                .flatMap(room ->
                        List.of(new Writer(room.candidate, room.id), new Writer(room.employer, room.id)).stream())
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            writers.forEach(writer -> running.add(threads.submit(writer::run)));
            awaitTwentyMoreFrom(writers, running);

            // When both chat-services and both presence-services are restarted, one at a time
            for (int replica = 0; replica < 2; replica++) {
                restart("CHAT", replica);
                awaitTwentyMoreFrom(writers, running);
                restart("PRESENCE", replica);
            }
            awaitTwentyMoreFrom(writers, running);
            writers.forEach(Writer::stop);
            for (Future<?> one : running) one.get();
        }

        // Then everybody was sent elsewhere by code, not cut off
        Set<Integer> codes = new HashSet<>();
        writers.forEach(writer -> codes.addAll(writer.closeCodes()));
        assertEquals(Set.of(1012), codes);

        // And every acknowledged message is there, once, in an order without holes, which everybody has seen
        for (int n = 0; n < rooms.size(); n++) assertComplete(rooms.get(n), writers.subList(2 * n, 2 * n + 2));

        // And the services ended as they should, and Kafka has all of it
        assertTrue(
                stack.said().stream()
                                .filter(line -> line.contains("ended with code 0"))
                                .count()
                        >= 4,
                "" + stack.said());
        assertFalse(
                stack.said().stream().anyMatch(line -> line.matches(".*ended with code [^0].*")), "" + stack.said());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stack.outboxRows() == 0);
    }

    private static void assertComplete(Room room, List<Writer> writers) throws Exception {
        Map<String, String> stored = stack.clientIdsInDatabase(room.id);
        int sum = 1; // the application's own message
        for (Writer writer : writers) {
            writer.acknowledged().forEach((clientId, message) -> assertEquals(message, stored.get(clientId)));
            sum += writer.acknowledged().size();
            List<Integer> seen = writer.seqs();
            assertEquals(
                    IntStream.rangeClosed(seen.getFirst(), seen.getLast())
                            .boxed()
                            .toList(),
                    seen);
        }
        assertEquals(IntStream.rangeClosed(1, sum).boxed().toList(), stack.seqsInDatabase(room.id));
    }

    private static void awaitTwentyMoreFrom(List<Writer> writers, List<Future<?>> running) {
        List<Integer> before = writers.stream().map(Writer::written).toList();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (Future<?> one : running) if (one.isDone()) one.get();
            return IntStream.range(0, writers.size())
                    .allMatch(n -> writers.get(n).written() >= before.get(n) + 20);
        });
    }

    /** SIGTERM; the stack's supervisor starts it again. Returns when it is ready. */
    private static void restart(String service, int replica) throws Exception {
        String pid = stack.env().list(service + "_PIDS").get(replica);
        URI ready = URI.create(management(stack.env().list(service + "_URLS").get(replica)) + "/q/health/ready");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertTrue(process.destroy());
        process.onExit().get();
        Awaitility.await().atMost(RESTARTED).ignoreExceptions().until(() -> status(ready) == 200);
    }

    private static int status(URI uri) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String management(String url) {
        URI uri = URI.create(url);
        return "http://127.0.0.1:" + (uri.getPort() + 1000);
    }

    @Test
    void aStoppingReplicaIsNotReadyTakesNoSocketsAndReleasesItsPresence() throws Exception {
        // Given somebody whose only socket is on the second replica, and a partner on the first
        Room room = Room.make("rolling-drain");
        String replica = stack.env().list("CHAT_URLS").get(1);
        URI ready = URI.create(management(replica) + "/q/health/ready");
        URI live = URI.create(management(replica) + "/q/health/live");
        String path = "/ws/chat/" + room.id + "/";
        try (Socket employer =
                        room.employer.connectTo(stack.env().list("CHAT_URLS").getFirst(), path);
                Socket first = room.candidate.connectTo(replica, path)) {
            first.await("welcome");
            employer.await("user_status", frame -> isOf(frame, "online"));
            assertEquals(200, status(ready));

            // When
            ProcessHandle process = ProcessHandle.of(
                            Long.parseLong(stack.env().list("CHAT_PIDS").get(1)))
                    .orElseThrow();
            process.destroy();

            // Then it says so at once, lives on, and opens no socket
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> status(ready) == 503);
            assertEquals(200, status(live));
            ExecutionException refused = org.junit.jupiter.api.Assertions.assertThrows(
                    ExecutionException.class, () -> room.candidate.connectTo(replica, path));
            assertEquals(
                    503,
                    ((java.net.http.WebSocketHandshakeException) refused.getCause())
                            .getResponse()
                            .statusCode());
            assertEquals(1012, first.closeCode());

            // And who does not come back is offline after the grace of a closed socket (10 s), not after that of a lost
            // one (40 s)
            assertTrue(employer.arrives("user_status", frame -> isOf(frame, "offline"), Duration.ofSeconds(30)));
            process.onExit().get();
        }
        Awaitility.await().atMost(RESTARTED).ignoreExceptions().until(() -> status(ready) == 200);
    }

    private static boolean isOf(JsonNode frame, String status) {
        return frame.get("status").asText().equals(status)
                && frame.get("user_id").asText().startsWith("ana-");
    }
}
