package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.process.Ports;
import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.KafkaTopics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Playing the job platform through the gateway, with a real Kafka behind it. */
class DevEventsTest {

    private static final TopicPartition TOPIC = new TopicPartition("job-applications", 0);

    private static KafkaServer kafka;
    private static Gateway gateway;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start(@TempDir Path dir) {
        kafka = KafkaServer.start(dir.resolve("kafka"), 0);
        KafkaTopics.ensure(kafka.bootstrap(), 1, List.of(TOPIC.topic()));
        gateway = gateway(dir, kafka.bootstrap());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
    }

    @Test
    void anEventIsInKafkaWhenTheAnswerComes() throws Exception {
        // When
        HttpResponse<String> answer = post("application/json", event("app-1").encode());

        // Then
        assertEquals(200, answer.statusCode(), answer.body());
        JsonObject result =
                new JsonObject(answer.body()).getJsonArray("results").getJsonObject(0);
        assertEquals("app-1", result.getString("application_id"));
        assertEquals("app-1", keyAt(result.getLong("offset")));
    }

    @Test
    void severalEventsAreTakenInTheirOrder() throws Exception {
        // When
        String batch = new JsonArray(List.of(event("app-2"), event("app-3"))).encode();
        HttpResponse<String> answer = post("application/cloudevents-batch+json; charset=utf-8", batch);

        // Then
        assertEquals(200, answer.statusCode(), answer.body());
        JsonArray results = new JsonObject(answer.body()).getJsonArray("results");
        assertEquals("app-2", keyAt(results.getJsonObject(0).getLong("offset")));
        assertEquals("app-3", keyAt(results.getJsonObject(1).getLong("offset")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {broken                                             | 400 | is not JSON",
                "application/json | 17                                                  | 400 | is not an event",
                "application/json | []                                                  | 400 | holds no event",
                "application/json | {\"id\":\"1\"}                                      | 400 | has no specversion",
                "application/json | {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"} | 400 | has no type",
                "application/json | {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{}} | 400 | has no data.application_id",
                "text/plain       | {}                                                  | 415 | Send JSON"
            })
    void whatIsNoEventIsToldWhatIsWrong(String type, String body, int status, String words) throws Exception {
        // When
        HttpResponse<String> answer = post(type, body);

        // Then
        assertEquals(status, answer.statusCode());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void oneWrongEventOfABatchSendsNone() throws Exception {
        // Given
        long end = end();

        // When
        String batch = new JsonArray(List.of(event("app-4"), new JsonObject())).encode();
        HttpResponse<String> answer = post("application/json", batch);

        // Then
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(end, end());
    }

    @Test
    void tooMuchAtOnceIsRefused() throws Exception {
        String large = event("app-5").put("filler", "x".repeat(300_000)).encode();
        assertEquals(413, post("application/json", large).statusCode());
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpRequest get = request(gateway).build();
        assertEquals(405, http.send(get, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void withoutKafkaTheAnswerIs503(@TempDir Path dir) throws Exception {
        try (Gateway alone = gateway(dir, "127.0.0.1:" + Ports.free())) {
            // When
            HttpResponse<String> answer = http.send(
                    request(alone)
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(event("app-6").encode()))
                            .build(),
                    BodyHandlers.ofString());

            // Then
            assertEquals(503, answer.statusCode(), answer.body());
            assertEquals("1", answer.headers().firstValue("retry-after").orElse("none"));
            assertTrue(answer.body().contains("was not taken by Kafka"), answer.body());
        }
    }

    private static JsonObject event(String application) {
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", "evt-" + application)
                .put("source", "/page")
                .put("type", "com.carechain.application.submitted")
                .put("data", new JsonObject().put("application_id", application));
    }

    private static Gateway gateway(Path dir, String bootstrap) {
        return Gateway.start(
                new Gateway.Settings(
                        0,
                        List.of(Ports.free()),
                        List.of(Ports.free()),
                        Ports.free(),
                        Duration.ofSeconds(2),
                        bootstrap),
                TokenIssuer.at(dir.resolve("dev-key.pem")));
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return http.send(
                request(gateway)
                        .header("content-type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Gateway to) {
        return HttpRequest.newBuilder(URI.create(to.url() + "/dev/events")).timeout(Duration.ofSeconds(40));
    }

    private static String keyAt(long offset) {
        try (var consumer = consumer()) {
            consumer.assign(List.of(TOPIC));
            consumer.seek(TOPIC, offset);
            return consumer.poll(Duration.ofSeconds(10)).iterator().next().key();
        }
    }

    private static long end() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
        }
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                java.util.Map.of("bootstrap.servers", kafka.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
