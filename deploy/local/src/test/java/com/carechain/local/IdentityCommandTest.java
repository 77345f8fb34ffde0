package com.carechain.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.KafkaTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that deploy/compose runs, as a process of its own and with the memory that it has there. */
class IdentityCommandTest {

    private static final TopicPartition TOPIC = new TopicPartition("job-applications", 0);
    private static final String EVENT = """
            {"specversion":"1.0","id":"evt-1","source":"/page","type":"com.carechain.application.submitted",
             "data":{"application_id":"app-1"}}
            """;

    @Test
    void theIdentityCommandGivesTokensAndTheKeyToCheckThem(@TempDir Path directory) throws Exception {
        try (Running identity = Running.with(directory)) {
            // When
            HttpResponse<String> token =
                    identity.post("/dev/token", "{\"sub\":\"ana\",\"name\":\"Ana\",\"groups\":[\"candidate\"]}");
            HttpResponse<String> keys = identity.send(identity.at("/dev/jwks.json"));

            // Then
            assertTrue(token.body().contains("access_token"), token.body());
            assertEquals(200, keys.statusCode());
        }
    }

    @Test
    void withoutAKafkaItPublishesNothing(@TempDir Path directory) throws Exception {
        try (Running identity = Running.with(directory)) {
            assertEquals(404, identity.post("/dev/events", EVENT).statusCode());
        }
    }

    @Test
    void withAKafkaItIsTheJobPlatformToo(@TempDir Path directory) throws Exception {
        // Given
        try (KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0)) {
            KafkaTopics.ensure(kafka.bootstrap(), 1, List.of(TOPIC.topic()));
            try (Running identity = Running.with(directory, "--kafka", kafka.bootstrap())) {
                // When
                HttpResponse<String> good = identity.post("/dev/events", EVENT);
                HttpResponse<String> large = identity.post("/dev/events", " ".repeat(200_000) + EVENT);
                HttpResponse<String> tooLarge = identity.post("/dev/events", " ".repeat(300_000) + EVENT);
                HttpResponse<String> bad = identity.post("/dev/events", "{\"specversion\":\"1.0\"}");
                HttpResponse<String> token = identity.post("/dev/token", " ".repeat(20_000));

                // Then
                assertEquals(200, good.statusCode(), good.body());
                assertTrue(good.body().contains("\"application_id\":\"app-1\""), good.body());
                assertEquals(200, large.statusCode(), large.body());
                assertEquals(413, tooLarge.statusCode(), tooLarge.body());
                assertEquals(400, bad.statusCode(), bad.body());
                assertTrue(bad.body().contains("has no id"), bad.body());
                assertEquals(413, token.statusCode(), token.body());
                assertEquals(List.of("app-1", "app-1"), keys(kafka));
            }
        }
    }

    @Test
    void aKafkaThatNobodyKnowsIsSaidToBeAway(@TempDir Path directory) throws Exception {
        try (Running identity = Running.with(directory, "--kafka", "kafka.invalid:9092")) {
            HttpResponse<String> answer = identity.post("/dev/events", EVENT);
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("kafka.invalid:9092 cannot be reached"), answer.body());
        }
    }

    private static List<String> keys(KafkaServer kafka) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
            List<String> keys = new ArrayList<>();
            for (int polls = 0; polls < 20 && keys.size() < end; polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(one -> keys.add(one.key()));
            }
            return keys;
        }
    }

    private record Running(Process process, String url, HttpClient http) implements AutoCloseable {

        private static final String READY = "Tokens and keys: ";

        static Running with(Path directory, String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "com.carechain.local.Main",
                    "identity",
                    "--port",
                    "0",
                    "--key",
                    directory.resolve("key.pem").toString()));
            command.addAll(List.of(options));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = process.inputReader();
            String line = output.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = output.readLine();
            }
            Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
            return new Running(process, String.valueOf(line).replace(READY, ""), HttpClient.newHttpClient());
        }

        HttpRequest.Builder at(String path) {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(40));
        }

        HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
            return send(at(path).header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            return http.send(request.build(), BodyHandlers.ofString());
        }

        @Override
        public void close() throws InterruptedException {
            http.close();
            process.destroy();
            process.waitFor();
        }
    }
}
