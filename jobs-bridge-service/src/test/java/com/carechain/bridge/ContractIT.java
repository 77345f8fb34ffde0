package com.carechain.bridge;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.testing.ChatDouble;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.Packaged;
import com.carechain.bridge.testing.Surroundings;
import com.carechain.bridge.testing.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service, jar or native executable: what reflection and resources could break. */
@QuarkusIntegrationTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(value = Packaged.class, restrictToAnnotatedClass = true)
class ContractIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void anEventReachesChatServiceAsTheGoldenFileShowsAndPoisonIsParked() throws Exception {
        // Given
        Topics topics = new Topics(Surroundings.bootstrap(), "job-applications");
        ObjectNode event = Events.submitted("app-1", 1);
        Events.data(event).put("note", "Available from May.\nWarm regards");
        try (ChatDouble chat = ChatDouble.start(Surroundings.chatPort())) {

            // When
            topics.publish(event);
            topics.publish(List.of(topics.record("app-2", "{\"specversion\":\"1.0\"}")));

            // Then
            await().atMost(SOON).until(() -> chat.messages() == 1);
            JsonNode sent = chat.rooms().get("app-1").messages().getFirst();
            try (InputStream golden = getClass().getResourceAsStream("/golden/submitted.json")) {
                assertEquals(new ObjectMapper().readTree(golden), sent);
            }
            await().atMost(SOON).until(() -> topics.all(topics.deadLetters()).size() == 1);
            ConsumerRecord<byte[], byte[]> parked =
                    topics.all(topics.deadLetters()).getFirst();
            assertTrue(Topics.text(parked, "dlq-reason").contains("id"), Topics.text(parked, "dlq-reason"));

            // And
            await().atMost(SOON)
                    .until(() -> given().get(Packaged.management().resolve("/q/health/ready"))
                                    .statusCode()
                            == 200);
        }
    }

    /** How records are compressed is the producers' choice. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void aCompressedEventIsRead(String compression) {
        Topics topics = new Topics(Surroundings.bootstrap(), "job-applications");
        String application = "app-" + compression;
        try (ChatDouble chat = ChatDouble.start(Surroundings.chatPort())) {
            topics.publish(List.of(topics.record(Events.submitted(application, 1))), compression);
            await().atMost(SOON).until(() -> chat.rooms().containsKey(application));
        }
    }

    @Test
    void documentsProblemsHealthAndMetricsAreServed() {
        given().get("/q/asyncapi").then().statusCode(200).body(containsString("job-applications"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("/internal/dlq/replay"));
        given().contentType("application/json")
                .post("/internal/dlq/replay")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthorized"));
        given().get(Packaged.management().resolve("/q/health/live")).then().statusCode(200);
        given().get(Packaged.management().resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("carechain_bridge_parked_total"));
    }
}
