package com.carechain.bridge.ops;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.event.EventType;
import com.carechain.bridge.testing.ChatDouble;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.Surroundings;
import com.carechain.bridge.testing.Topics;
import com.carechain.local.identity.TokenIssuer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running service, seen from outside: its topics, its HTTP, its health and its metrics. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class BridgeServiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "test.chat.port")
    int chatPort;

    @ConfigProperty(name = "test.identity.url")
    String identity;

    @ConfigProperty(name = "test.identity.key")
    Path key;

    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    private ChatDouble chat;
    private Topics topics;

    @BeforeEach
    void startChat() {
        chat = ChatDouble.start(chatPort);
        topics = new Topics(bootstrap, "job-applications");
    }

    @AfterEach
    void stopChat() {
        chat.close();
    }

    @Test
    void aPublishedEventReachesChatServiceAsTheGoldenFileShowsWithAServiceToken() throws Exception {
        // Given
        ObjectNode event = Events.submitted("app-1", 1);
        Events.data(event).put("note", "Available from May.\nWarm regards");

        // When
        topics.publish(event);
        await().atMost(SOON).until(() -> chat.messages() == 1);

        // Then
        JsonNode sent = chat.rooms().get("app-1").messages().getFirst();
        try (InputStream golden = getClass().getResourceAsStream("/golden/submitted.json")) {
            assertEquals(JSON.readTree(golden), sent);
        }
    }

    @Test
    void theReadmeListsExactlyTheMetricsThatAreExposed() throws Exception {
        // Given: the lag of a partition is there once it is held
        await().atMost(SOON).until(() -> given().get(metrics).asString().contains("carechain_bridge_lag_records{"));

        // When
        Set<String> listed = Pattern.compile("(?m)^\\| `(carechain_\\w+)` \\|")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> exposed = Pattern.compile("(?m)^# TYPE (carechain_\\w+) (\\w+)")
                .matcher(given().get(metrics).asString())
                .results()
                .map(type -> type.group(2).equals("counter") && !type.group(1).endsWith("_total")
                        ? type.group(1) + "_total"
                        : type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertEquals(exposed, listed);
        assertTrue(listed.size() > 10, listed.toString());
    }

    @Test
    void binaryModeWorksLikeStructuredMode() {
        // Given
        ObjectNode event = Events.withdrawn("app-binary", 1);
        List<Header> headers = new ArrayList<>();
        headers.add(Topics.header("content-type", "application/json"));
        for (String attribute : new String[] {"specversion", "id", "source", "type"}) {
            headers.add(Topics.header("ce_" + attribute, event.get(attribute).asText()));
        }

        // When
        topics.publish(List.of(new ProducerRecord<>(
                topics.source(),
                null,
                "app-binary".getBytes(UTF_8),
                event.get("data").toString().getBytes(UTF_8),
                headers)));

        // Then
        await().atMost(SOON).until(() -> chat.rooms().containsKey("app-binary"));
        assertTrue(chat.rooms()
                .get("app-binary")
                .messages()
                .getFirst()
                .get("closes_room")
                .asBoolean());
    }

    @Test
    void theServiceTokenIsRenewedBeforeItExpiresAndCallsGoOn() {
        for (int version = 1; chat.tokens().size() < 3; version++) {
            topics.publish(Events.statusChanged("app-token", version, "a", "b"));
            long expected = version;
            await().atMost(SOON).until(() -> chat.messages() == expected);
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        }
    }

    @Test
    void aParkedRecordIsReplayedAfterTheFixAndCountsItsReplays() {
        // Given
        ObjectNode event = Events.submitted("app-replay", 1);
        ProducerRecord<byte[], byte[]> record = topics.record(event);
        record.headers().add(Topics.header("traceparent", "00-1-2-01"));
        chat.rejects(any -> any.get("application_id").asText().equals("app-replay"));
        replay("{}").statusCode(200);
        topics.publish(List.of(record));
        await().atMost(SOON).until(() -> parked("app-replay").size() == 1);

        // When
        JsonPath dryRun =
                replay("{\"dry_run\": true}").statusCode(200).extract().jsonPath();
        JsonPath tooEarly = replay("{\"limit\": 10}").statusCode(200).extract().jsonPath();
        await().atMost(SOON).until(() -> parked("app-replay").size() == 2);
        chat.rejects(any -> false);
        JsonPath fixed = replay(null).statusCode(200).extract().jsonPath();

        // Then
        await().atMost(SOON).until(() -> chat.rooms().containsKey("app-replay"));
        assertEquals("chat-service refuses it: a rule of chat-service", dryRun.getString("records[0].reason"));
        assertEquals(0, dryRun.getInt("replayed"));
        assertEquals(1, dryRun.getInt("remaining"));
        assertEquals(1, tooEarly.getInt("replayed"));
        assertEquals(1, fixed.getInt("replayed"));
        assertEquals(0, fixed.getInt("remaining"));
        List<ConsumerRecord<byte[], byte[]>> onSource = topics.all(topics.source()).stream()
                .filter(one -> "app-replay".equals(new String(one.key(), UTF_8)))
                .toList();
        assertEquals(3, onSource.size());
        ConsumerRecord<byte[], byte[]> last = onSource.getLast();
        assertArrayEquals(record.value(), last.value());
        assertEquals("2", Topics.text(last, "dlq-replays"));
        assertEquals(null, Topics.text(last, "dlq-reason"));
        assertEquals("00-1-2-01", Topics.text(last, "traceparent"));
        assertEquals("1", Topics.text(parked("app-replay").getLast(), "dlq-replays"));
    }

    @Test
    void onlyServicesAndAdminsMayReplayAndTheOthersGetAProblem() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/internal/dlq/replay")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("urn:carechain:problem:unauthorized"))
                .body("code", equalTo("unauthorized"));
        given().auth()
                .oauth2("not.a.token")
                .noContentType()
                .post("/internal/dlq/replay")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthorized"));
        given().auth()
                .oauth2(token("candidate"))
                .noContentType()
                .post("/internal/dlq/replay")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"));
        given().auth()
                .oauth2(token("admin"))
                .contentType(ContentType.JSON)
                .body("{\"dry_run\":true}")
                .post("/internal/dlq/replay/")
                .then()
                .statusCode(200);
    }

    @Test
    void aBadReplayRequestIsAnsweredWithTheField() {
        replay("{\"limit\": 0}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"))
                .body("errors[0].field", equalTo("limit"))
                .body("errors[0].message", equalTo("must be 1 to 10000"));
        replay("{\"limit\": \"many\"}").statusCode(400).body("detail", containsString("JSON"));
        replay("{").statusCode(400).body("code", equalTo("invalid"));
        replay("{\"dry-run\": true}")
                .statusCode(400)
                .body("errors[0].field", equalTo("dry-run"))
                .body("errors[0].message", equalTo("is not known here"));
        replay("[]").statusCode(400);
        given().auth()
                .oauth2(token("service"))
                .contentType("text/plain")
                .body("x")
                .post("/internal/dlq/replay")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        given().auth()
                .oauth2(token("service"))
                .get("/internal/dlq/replay")
                .then()
                .statusCode(405)
                .body("code", equalTo("method_not_allowed"));
        given().auth()
                .oauth2(token("service"))
                .get("/internal/elsewhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void readinessTellsAnAbsentChatServiceFromBeingBehindAndLivenessIsUntouched() {
        // Given
        ready(200).body("checks.name", hasItems("kafka", "chat-service", "backlog"));

        // When
        chat.stop();

        // Then
        await().atMost(SOON).untilAsserted(() -> ready(503)
                .body(
                        "checks.find { it.name == 'chat-service' }.data.problem",
                        startsWith("cannot reach chat-service")));
        topics.publish(Events.submitted("app-behind", 1));
        await().atMost(SOON).untilAsserted(() -> ready(503)
                .body("checks.find { it.name == 'backlog' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'backlog' }.data.lag_records", greaterThanOrEqualTo(1))
                .body("checks.find { it.name == 'kafka' }.status", equalTo("UP")));
        given().get(health + "/live").then().statusCode(200);

        // And when
        chat.start();

        // Then
        ready(200);
        await().atMost(SOON).until(() -> chat.rooms().containsKey("app-behind"));
        await().atMost(SOON).untilAsserted(() -> ready(200)
                .body("checks.find { it.name == 'backlog' }.data.lag_records", equalTo(0)));
    }

    @Test
    void theMetricsOfTheReadmeAreThere() {
        topics.publish(Events.submitted("app-metrics", 1), Events.event("archived", "app-metrics", 1));
        await().atMost(SOON).until(() -> chat.rooms().containsKey("app-metrics"));

        await().atMost(SOON).untilAsserted(() -> {
            String text = given().get(metrics).then().statusCode(200).extract().asString();
            for (String name : List.of(
                    "carechain_bridge_lag_records{partition=\"0\",topic=\"job-applications\"}",
                    "carechain_bridge_processed_total{outcome=\"applied\"}",
                    "carechain_bridge_skipped_total",
                    "carechain_bridge_time_to_room_seconds_bucket{le=\"0.1\"}",
                    "carechain_bridge_batch_events_count",
                    "carechain_bridge_call_seconds_count{result=\"verdicts\"}",
                    "carechain_bridge_in_flight_records",
                    "carechain_bridge_in_flight_bytes",
                    "carechain_bridge_rebalances_total")) {
                assertTrue(text.contains(name), name);
            }
        });
    }

    @Test
    void theOpenApiDocumentDescribesTheReplay() {
        given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths.'/internal/dlq/replay'.post.operationId", equalTo("replayDeadLetters"))
                .body(
                        "components.schemas.ReplayReport.properties.keySet()",
                        hasItems("dry_run", "replayed", "remaining"));
    }

    @Test
    void theAsyncApiDocumentCarriesTheSchemasThatAreValidatedAgainst() throws Exception {
        JsonNode document = JSON.readTree(
                given().get("/q/asyncapi").then().statusCode(200).extract().asString());

        assertEquals("3.0.0", document.get("asyncapi").asText());
        assertEquals(
                "job-applications",
                document.at("/channels/jobApplications/address").asText());
        assertEquals(
                "job-applications.dlq",
                document.at("/channels/deadLetters/address").asText());
        assertEquals(5, document.at("/channels/jobApplications/messages").size());
        for (Map.Entry<String, JsonNode> channel :
                document.at("/channels/jobApplications/messages").properties()) {
            JsonNode message =
                    document.at(channel.getValue().get("$ref").asText().substring(1));
            JsonNode payload = document.at(message.at("/payload/$ref").asText().substring(1));
            String type = message.get("name").asText();
            assertEquals(type, payload.at("/allOf/1/properties/type/const").asText());
            assertEquals(shipped(schemaFile(type)), payload.at("/allOf/1/properties/data"));
        }
        assertEquals(shipped("common.schema.json"), document.at("/components/schemas/applicationParts"));
        for (JsonNode reference : document.findValues("$ref")) {
            assertTrue(
                    !document.at(reference.asText().substring(1)).isMissingNode(),
                    "resolves within the document: " + reference);
        }
    }

    /** A shipped schema as it stands within the document. */
    private static ObjectNode shipped(String file) throws Exception {
        try (InputStream stream = BridgeServiceTest.class.getResourceAsStream("/schemas/" + file)) {
            String text = new String(stream.readAllBytes(), UTF_8)
                    .replace("common.schema.json#/", "#/")
                    .replace("#/$defs/", "#/components/schemas/applicationParts/$defs/");
            return ((ObjectNode) JSON.readTree(text)).remove(List.of("$id", "$schema"));
        }
    }

    private static String schemaFile(String type) {
        return Arrays.stream(EventType.values())
                .filter(known -> known.wireName().equals(type))
                .findFirst()
                .orElseThrow()
                .schemaFile();
    }

    private ValidatableResponse ready(int status) {
        await().atMost(SOON).until(() -> given().get(health + "/ready").statusCode() == status);
        return given().get(health + "/ready").then().statusCode(status);
    }

    /** The framework casts such a claim unasked. */
    @Test
    void aSignedTokenWithGroupsOfAnotherKindIsABadToken() throws Exception {
        for (Object groups : List.of(5, Map.of()))
            given().auth()
                    .oauth2(signedWith(groups))
                    .noContentType()
                    .post("/internal/dlq/replay")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("code", equalTo("unauthorized"));
        given().auth()
                .oauth2(signedWith(List.of(5)))
                .noContentType()
                .post("/internal/dlq/replay")
                .then()
                .statusCode(403);
    }

    private String signedWith(Object groups) throws Exception {
        return TokenIssuer.at(key)
                .signed(JSON.writeValueAsString(Map.of(
                        "iss",
                        "carechain-local",
                        "aud",
                        "carechain-messaging",
                        "sub",
                        "someone",
                        "exp",
                        Instant.now().plusSeconds(60).getEpochSecond(),
                        "groups",
                        groups)));
    }

    private ValidatableResponse replay(String body) {
        var request = given().auth().oauth2(token("service"));
        return (body == null
                        ? request.noContentType()
                        : request.contentType(ContentType.JSON).body(body))
                .post("/internal/dlq/replay")
                .then()
                .log()
                .ifValidationFails();
    }

    private List<ConsumerRecord<byte[], byte[]>> parked(String key) {
        return topics.all(topics.deadLetters()).stream()
                .filter(record -> key.equals(new String(record.key(), UTF_8)))
                .toList();
    }

    private String token(String group) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("sub", "someone", "name", "Someone", "groups", List.of(group)))
                .post(identity + "/dev/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
