package com.carechain.chat;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.wire.AttachmentView;
import com.carechain.chat.wire.ClientFrame;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.RoomView;
import com.carechain.chat.wire.ServerFrame;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents say what the code does: AsyncAPI, OpenAPI, PROTOCOL.md and README.md. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class DocumentsTest {
    @TestHTTPResource(value = "/", management = true)
    String management;

    // --- AsyncAPI

    @Test
    void asyncApiShowsEveryFrameWithItsFields() throws IOException {
        JsonNode document = asyncApi();
        assertThat(document.get("asyncapi").asText()).startsWith("3.");
        assertThat(framesOf(document, "client")).isEqualTo(fieldsOf(ClientFrame.class));
        assertThat(framesOf(document, "server")).isEqualTo(fieldsOf(ServerFrame.class));
    }

    @Test
    void asyncApiShowsRoomsAndMessagesWithTheirFields() throws IOException {
        Map<String, Class<?>> shapes = Map.of(
                "Message", MessageView.class,
                "Attachment", AttachmentView.class,
                "Sender", MessageView.Sender.class,
                "Room", RoomView.class,
                "Participant", RoomView.Participant.class,
                "WelcomeRoom", ServerFrame.WelcomeRoom.class,
                "PresentParticipant", ServerFrame.PresentParticipant.class,
                "Position", ClientFrame.Position.class);
        JsonNode document = asyncApi();
        shapes.forEach((name, record) -> assertThat(names(document.at("/components/schemas/" + name + "/properties")))
                .as(name)
                .isEqualTo(fields(record)));
    }

    @Test
    void asyncApiShowsTheSixEventsOfTheTopic() throws IOException {
        JsonNode messages = asyncApi().at("/components/messages");
        assertThat(asyncApi().at("/channels/chatEvents/address").asText()).isEqualTo("chat-events");
        assertThat(messages.valueStream()
                        .map(m -> m.get("name").asText())
                        .filter(name -> name.startsWith("com.carechain.chat.")))
                .containsExactlyInAnyOrder(
                        "com.carechain.chat.room-created",
                        "com.carechain.chat.room-updated",
                        "com.carechain.chat.message-created",
                        "com.carechain.chat.message-updated",
                        "com.carechain.chat.message-deleted",
                        "com.carechain.chat.room-read");
    }

    private JsonNode asyncApi() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/asyncapi/chat.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        }
    }

    private static Map<String, Set<String>> framesOf(JsonNode document, String direction) {
        Map<String, Set<String>> frames = new LinkedHashMap<>();
        document.at("/components/messages").propertyStream().forEach(entry -> {
            JsonNode message = entry.getValue();
            if (!entry.getKey().startsWith(direction)) return;
            JsonNode properties = message.at("/payload/properties");
            String type = message.get("name").asText();
            assertThat(properties.at("/type/const").asText()).isEqualTo(type);
            Set<String> names = names(properties);
            names.remove("type");
            frames.put(type, names);
        });
        return frames;
    }

    private static Map<String, Set<String>> fieldsOf(Class<?> frames) {
        return Arrays.stream(frames.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::name, type -> fields(type.value())));
    }

    private static Set<String> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .map(new SnakeCaseStrategy()::translate)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    // --- OpenAPI

    @Test
    void openApiShowsEveryPathOfTheContract() throws IOException {
        JsonNode document = openApi();
        assertThat(document.get("openapi").asText()).startsWith("3.1");
        Map<String, List<String>> contract = Map.ofEntries(
                entry("/api/messaging/rooms", List.of("get", "post")),
                entry("/api/messaging/rooms/{id}", List.of("get")),
                entry("/api/messaging/rooms/{room}/messages", List.of("get", "post")),
                entry("/api/messaging/rooms/{room}/messages/{message}", List.of("patch", "delete")),
                entry("/api/messaging/rooms/{room}/messages/{message}/interview.ics", List.of("get")),
                entry("/api/messaging/rooms/{room}/mark-read", List.of("post")),
                entry("/api/messaging/rooms/{room}/attachments", List.of("post")),
                entry("/api/messaging/attachments/{id}", List.of("get")),
                entry("/api/messaging/attachments/{id}/thumbnail", List.of("get")),
                entry("/api/messaging/summary", List.of("get")),
                entry("/api/messaging/ws-ticket", List.of("post")));
        contract.forEach((path, methods) ->
                assertThat(names(document.get("paths").path(path))).as(path).containsAll(methods));
    }

    @Test
    void openApiSaysThatRefusalsAreProblems() throws IOException {
        JsonNode document = openApi();
        assertThat(document.toString()).contains("application/problem+json");
        assertThat(names(document.at("/components/schemas/Problem/properties")))
                .isEqualTo(new TreeSet<>(Set.of("type", "title", "status", "detail", "code", "errors")));
    }

    @Test
    void openApiShowsRoomsAndMessagesWithTheirFields() throws IOException {
        JsonNode schemas = openApi().at("/components/schemas");
        assertThat(names(schemas.at("/Message/properties"))).isEqualTo(fields(MessageView.class));
        assertThat(names(schemas.at("/Attachment/properties"))).isEqualTo(fields(AttachmentView.class));
        assertThat(names(schemas.at("/Room/properties"))).isEqualTo(fields(RoomView.class));
    }

    private static JsonNode openApi() throws IOException {
        return new ObjectMapper()
                .readTree(RestAssured.given()
                        .accept("application/json")
                        .get("/q/openapi?format=json")
                        .asString());
    }

    // --- PROTOCOL.md and README.md

    @Test
    void theProtocolTellsOfEveryFrameAndEveryCode() throws IOException {
        String protocol = Files.readString(Path.of("PROTOCOL.md"));
        for (Class<?> frames : List.of(ClientFrame.class, ServerFrame.class))
            assertThat(fieldsOf(frames).keySet())
                    .allSatisfy(type -> assertThat(protocol).contains("`" + type + "`"));
        for (Refusal.Code code : Refusal.Code.values()) assertThat(protocol).contains("`" + code.wire() + "`");
        for (int code : new int[] {1003, 1007, 1009, 1012, 1013, 4001, 4003, 4008, 4009, 4011})
            assertThat(protocol).contains("| " + code + " |");
    }

    @Test
    void theReadmeListsEveryPropertyWithItsDefaultAndVariable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Arrays.stream(ChatConfig.class.getMethods()).flatMap(DocumentsTest::rows))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(readme).contains(row));
    }

    private static Stream<String> rows(Method group) {
        return Arrays.stream(group.getReturnType().getMethods()).map(property -> {
            String name = "carechain." + kebab(group.getName()) + "." + kebab(property.getName());
            return "| `%s` | `%s` | `%s` |"
                    .formatted(
                            name,
                            property.getAnnotation(WithDefault.class).value(),
                            name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
        });
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void theReadmeListsExactlyTheMetricsThatAreExposed() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Set<String> listed = Pattern.compile("(?m)^\\| `(carechain_\\w+)` \\|")
                .matcher(readme)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        String exposed =
                RestAssured.get(URI.create(management).resolve("/q/metrics")).asString();
        Set<String> families = Pattern.compile("(?m)^# TYPE (carechain_\\w+) (\\w+)")
                .matcher(exposed)
                .results()
                .map(type -> type.group(2).equals("counter") && !type.group(1).endsWith("_total")
                        ? type.group(1) + "_total"
                        : type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(families).hasSizeGreaterThan(15);
        assertThat(exposed).contains("carechain_messages_ack_seconds_bucket", "carechain_fanout_lag_seconds_bucket");
        assertThat(exposed)
                .as("of the framework's: what it counts of requests, and no timer per open connection")
                .contains("http_server_active_connections")
                .doesNotContain("http_server_connections_seconds", "http_server_websocket_connections_seconds");
    }

    @Test
    void asyncApiIsServedAsItIsShipped() throws IOException {
        byte[] served =
                RestAssured.get("/q/asyncapi").then().statusCode(200).extract().asByteArray();
        try (InputStream shipped = getClass().getResourceAsStream("/asyncapi/chat.yaml")) {
            assertThat(served).isEqualTo(shipped.readAllBytes());
        }
    }

    /** What the contract promises when nobody configures anything. */
    @Test
    void theDefaultsAreThoseOfTheContract() throws NoSuchMethodException {
        Map<String, String> limits = Arrays.stream(ChatConfig.Limits.class.getMethods())
                .collect(Collectors.toMap(
                        Method::getName, m -> m.getAnnotation(WithDefault.class).value()));
        assertThat(limits)
                .containsEntry("contentCharacters", "10000")
                .containsEntry("frameBytes", "65536")
                .containsEntry("messagesPerSecond", "5")
                .containsEntry("messagesBurst", "20")
                .containsEntry("socketsPerUser", "20")
                .containsEntry("typingIntervalMillis", "1000")
                .containsEntry("outboundFrames", "256")
                .containsEntry("outboundCharacters", "1048576")
                .containsEntry("inboundFrames", "64");
        assertThat(ChatConfig.Attachments.class
                        .getMethod("maxBytes")
                        .getAnnotation(WithDefault.class)
                        .value())
                .isEqualTo(String.valueOf(25 * 1024 * 1024));
    }
}
