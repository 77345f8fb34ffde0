package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What operators do and see: restarts under load, metrics, traces and logs of the running services. */
@Order(1)
class OperationsTest {

    private static final Duration RESTARTED = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalStack stack;
    private static OtlpReceiver collector;

    @BeforeAll
    static void up() throws Exception {
        collector = OtlpReceiver.start();
        stack = LocalStack.start(
                Path.of("target", "state-operations").toAbsolutePath(),
                Map.of(
                        "CARECHAIN_LIMITS_MESSAGES_PER_SECOND", "0",
                        "CARECHAIN_SOCKETS_DRAIN", "3s",
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                        "QUARKUS_OTEL_SDK_DISABLED", "false",
                        "QUARKUS_OTEL_TRACES_SAMPLER_ARG", "1",
                        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "500ms",
                        "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.endpoint()),
                "--replicas",
                "2");
    }

    @AfterAll
    static void down() throws Exception {
        if (stack != null) {
            stack.close();
        }
        collector.close();
    }

    private record Room(String id, Person candidate, Person employer) {
        static Room make(String application) throws Exception {
            stack.publish(submitted(application));
            Person candidate = Person.of(stack, "ana-" + application, "Ana", "candidate");
            Person employer = Person.of(stack, "clinic-" + application, "Clinic", "employer");
            return new Room(candidate.roomOf(application), candidate, employer);
        }

        static String submitted(String application) {
            return """
                    {"specversion":"1.0","id":"%1$s-1","source":"/system-test","type":"com.carechain.application.submitted",
                     "datacontenttype":"application/json","time":"2026-01-26T09:00:00.000Z",
                     "data":{"application_id":"%1$s","version":1,"occurred_at":"2026-01-26T09:00:00.000Z",
                             "job":{"id":"job-%1$s","title":"Ward Nurse"},
                             "candidate":{"id":"ana-%1$s","name":"Ana"},"employer":{"id":"clinic-%1$s","name":"Clinic"}}}
                    """.formatted(application);
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

            // When both chat-services, and a presence-service between them, are restarted
            for (int replica = 0; replica < 2; replica++) {
                restart("CHAT", replica);
                awaitTwentyMoreFrom(writers, running);
                if (replica == 0) restart("PRESENCE", replica);
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
                        >= 3,
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
                room.employer.connectTo(stack.env().list("CHAT_URLS").getFirst(), path)) {
            employer.await("welcome");
            Socket first = room.candidate.connectTo(replica, path);
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

    // --- Metrics

    @Test
    void everyMetricOfTheAlertsAndTheDashboardIsExposed() throws Exception {
        // Given a request, without which the framework counts none
        Room.make("rolling-metrics");
        Set<String> exposed = new HashSet<>();
        for (String service : List.of("CHAT_URLS", "PRESENCE_URLS", "BRIDGE_URL"))
            Pattern.compile("(?m)^(\\w+?)[{ ]")
                    .matcher(metrics(stack.env().list(service).getFirst()))
                    .results()
                    .forEach(line -> exposed.add(line.group(1)));

        // Then
        Path files = Path.of(System.getProperty("carechain.root"), "k8s", "carechain", "files");
        for (String file : List.of("alerts.yaml", "dashboard.json")) {
            Set<String> named = Pattern.compile("\\b(carechain|http_server|jvm|agroal|process|system)_[a-z_]+")
                    .matcher(Files.readString(files.resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            assertTrue(named.size() > 10, file + named);
            named.removeAll(exposed);
            assertEquals(Set.of(), named, file + " names what nobody exposes");
        }
    }

    private static String metrics(String url) throws Exception {
        URI uri = URI.create(management(url) + "/q/metrics");
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    // --- Traces and logs

    @Test
    void aMessageIsFollowedFromTheSocketThroughPostgresqlAndRedisToTheOtherReplicaAndToKafka() throws Exception {
        // Given two people on two replicas
        Room room = Room.make("rolling-trace");
        String path = "/ws/chat/" + room.id + "/";
        String secret = "a-secret-" + UUID.randomUUID();
        String ticket = room.candidate.ticket();
        try (Socket candidate =
                        room.candidate.connectTo(stack.env().list("CHAT_URLS").getFirst(), path + "?ticket=" + ticket);
                Socket employer =
                        room.employer.connectTo(stack.env().list("CHAT_URLS").get(1), path)) {
            candidate.await("welcome");
            employer.await("welcome");

            // When
            candidate.send(Map.of("type", "chat_message", "content", secret));
            candidate.await("ack");
            employer.await("chat_message");
        }

        // Then one trace shows each step as the child of the one before
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> collector.spans().stream()
                .filter(span -> span.name().equals("chat_message"))
                .anyMatch(span -> hasPath(span, "store-messages")
                        && hasPath(span, "publish chat:room", "deliver chat:room")
                        && hasPath(span, "publish chat-events")));

        // And no span tells what was said or how to get in
        for (OtlpReceiver.Seen span : collector.spans()) {
            assertFalse(span.text().contains(secret), span.text());
            assertFalse(span.text().contains(ticket), span.text());
            assertFalse(span.text().contains("eyJ"), span.text());
        }
        for (String line : logs()) {
            assertFalse(line.contains(secret), line);
            assertFalse(line.contains(ticket), line);
            assertFalse(line.contains("eyJ"), line);
        }
    }

    @Test
    void aRequestOverRestIsFollowedToo() throws Exception {
        // Given
        Room room = Room.make("rolling-trace-rest");
        String trace = "0123456789abcdef0123456789abcde1";

        // When
        HttpResponse<String> answer =
                room.candidate.send("/api/messaging/rooms/" + room.id + "/messages/", request -> request.header(
                                "traceparent", "00-" + trace + "-00000000000000a1-01")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"over REST\"}")));

        // Then
        assertEquals(201, answer.statusCode());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> collector.trace(trace).stream()
                .filter(span -> span.parent().equals("00000000000000a1"))
                .anyMatch(span -> hasPath(span, "store-messages") && hasPath(span, "publish chat-events")));
    }

    @Test
    void anEventOfTheJobPlatformIsFollowedThroughBothServicesAndBackToKafka() throws Exception {
        // Given
        String trace = "0123456789abcdef0123456789abcde2";
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", stack.env().get("KAFKA_BOOTSTRAP"),
                "group.id", "trace-test",
                "auto.offset.reset", "earliest");

        // When
        try (var producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(
                    "job-applications", "rolling-trace-kafka", Room.submitted("rolling-trace-kafka"));
            record.headers().add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
            record.headers()
                    .add("traceparent", ("00-" + trace + "-00000000000000a2-01").getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> collector.trace(trace).stream()
                .filter(span -> span.service().equals("jobs-bridge-service")
                        && span.parent().equals("00000000000000a2"))
                .anyMatch(span -> hasPath(span, "store-messages") && hasPath(span, "publish chat-events")));

        // And whoever reads chat-events can go on
        try (var consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("chat-events"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200)))
                    for (Header header : record.headers().headers("traceparent"))
                        if (new String(header.value(), StandardCharsets.UTF_8).contains(trace)) return true;
                return false;
            });
        }
    }

    /** Whether below that span there are spans of these names, each the child of the one before. */
    private static boolean hasPath(OtlpReceiver.Seen from, String... names) {
        if (names.length == 0) return true;
        return collector.trace(from.trace()).stream()
                .filter(span -> span.parent().equals(from.id()) && span.name().equals(names[0]))
                .anyMatch(span -> hasPath(span, Arrays.copyOfRange(names, 1, names.length)));
    }

    @Test
    void anErrorIsALineOfJsonWithTheRequestsAndTheTracesId() throws Exception {
        // Given a database that is not as it should be
        Room room = Room.make("rolling-log");
        String request = "request-" + UUID.randomUUID();
        stack.sql("alter table message rename to message_away");
        HttpResponse<String> answer;
        try {
            // When
            answer = room.candidate.send(
                    "/api/messaging/rooms/" + room.id + "/messages/",
                    builder -> builder.header("X-Request-Id", request));
        } finally {
            stack.sql("alter table message_away rename to message");
        }

        // Then
        assertEquals(500, answer.statusCode());
        assertEquals(request, answer.headers().firstValue("X-Request-Id").orElseThrow());
        JsonNode line = Awaitility.await()
                .until(
                        () -> logs().stream()
                                .filter(text -> text.contains(request))
                                .map(OperationsTest::json)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
        assertEquals(request, line.at("/mdc/requestId").asText());
        assertTrue(line.at("/mdc/traceId").asText().matches("[0-9a-f]{32}"), line.toString());
        assertEquals("ERROR", line.get("level").asText());
    }

    /** Of all services; each line is a JSON object. */
    private static List<String> logs() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target", "state-operations", "logs"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches(".*-service.*\\.log"))
                    .toList()) for (String line : Files.readAllLines(file)) if (line.startsWith("{")) lines.add(line);
        }
        assertFalse(lines.isEmpty());
        return lines;
    }

    private static JsonNode json(String text) {
        try {
            return Person.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(JsonNode frame, String status) {
        return frame.get("status").asText().equals(status)
                && frame.get("user_id").asText().startsWith("ana-");
    }
}
