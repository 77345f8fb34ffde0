package com.carechain.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.LocalParts;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame against its golden file in {@code frames/}, with the service's own ObjectMapper: a change here breaks clients. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class GoldenFramesTest {
    private static final UUID ROOM = UUID.fromString("4d1c9a52-7a4e-8c11-9d3b-0a1b2c3d4e5f");
    private static final UUID MESSAGE = UUID.fromString("019c1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b");
    private static final UUID CLIENT = UUID.fromString("53a48729-24d7-4a95-8d28-c42dc13d8c2a");
    private static final UUID OTHER = UUID.fromString("019c1a2b-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final Job JOB = new Job("job-7", "Night nurse");

    @Inject
    ObjectMapper json;

    @Inject
    FrameWriter writer;

    static Stream<String> clientTypes() {
        return types(ClientFrame.class).keySet().stream().sorted();
    }

    static Stream<String> serverTypes() {
        return types(ServerFrame.class).keySet().stream().sorted();
    }

    private static Map<String, Class<?>> types(Class<?> frames) {
        return Arrays.stream(frames.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::name, JsonSubTypes.Type::value));
    }

    @Test
    void everyFrameHasATypeName() {
        for (Class<?> frames : List.of(ClientFrame.class, ServerFrame.class))
            assertThat(Set.copyOf(types(frames).values())).isEqualTo(Set.of(frames.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("clientTypes")
    void aClientFrameIsReadAsItsRecordWithNothingLost(String type) throws IOException {
        // Given
        JsonNode golden = golden("client/" + type);

        // When
        ClientFrame frame = json.readValue(golden.toString(), ClientFrame.class);

        // Then
        assertThat(frame).isInstanceOf(types(ClientFrame.class).get(type));
        assertThat(json.readTree(json.writerFor(ClientFrame.class).writeValueAsString(frame)))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello there!",
                "quotes \" and \\ and / and <b>",
                "\u0001\t\r\n\u001f\u007f",
                "Grüße, 😀, \u2028\u2029, שלום",
                "ends with a backslash \\"
            })
    void whatIsWrittenByHandIsWhatTheGeneralWriterWrites(String words) {
        // Given
        MessageView.Sender sender = new MessageView.Sender("a.b:c@d-1", words, Role.EMPLOYER);
        List<ServerFrame> frames = List.of(
                new ServerFrame.ChatMessage(ROOM, message(sender, words, CLIENT, OTHER)),
                new ServerFrame.ChatMessage(ROOM, message(sender, words, null, null)),
                new ServerFrame.Ack(ROOM, CLIENT, MESSAGE, 1, Long.MAX_VALUE, AT.plusMillis(7), true),
                new ServerFrame.Ack(ROOM, null, MESSAGE, 12, 13, Instant.parse("1999-12-31T23:59:59.999Z"), false));

        // Then
        for (ServerFrame frame : frames) assertThat(writer.write(frame)).isEqualTo(writer.written(frame));
    }

    private static MessageView message(MessageView.Sender sender, String words, UUID clientId, UUID replyTo) {
        return new MessageView(
                MESSAGE, ROOM, 3, 7, sender, "text", words, null, List.of(), null, clientId, replyTo, AT, null, null);
    }

    @ParameterizedTest
    @MethodSource("serverTypes")
    void aServerFrameIsWrittenAsItsGoldenFileSays(String type) throws IOException {
        ServerFrame frame = SERVER.stream()
                .filter(types(ServerFrame.class).get(type)::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(json.readTree(writer.write(frame))).isEqualTo(golden("server/" + type));
    }

    @Test
    void whatIsOptionalIsLeftOut() {
        assertThat(writer.write(new ServerFrame.Welcome("c", "u", AT, 30, null)))
                .doesNotContain("room");
        assertThat(writer.write(new ServerFrame.Synced(ROOM, 7, 3, false))).doesNotContain("more");
        assertThat(writer.write(new ServerFrame.Failure("invalid", "x", null, null, null)))
                .doesNotContain("client_id", "room_id", "retry_after_ms");
    }

    private JsonNode golden(String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/frames/" + name + ".json")) {
            assertThat(in).as("frames/" + name + ".json").isNotNull();
            return json.readTree(in);
        }
    }

    private static MessageView message(String content, Instant edited, Instant deleted) {
        return new MessageView(
                MESSAGE,
                ROOM,
                3,
                7,
                new MessageView.Sender("ana", "Ana", Role.CANDIDATE),
                "text",
                content,
                null,
                List.of(),
                null,
                CLIENT,
                OTHER,
                AT,
                edited,
                deleted);
    }

    private static MessageView withFile() {
        return message("Hello!", AT, null)
                .with(List.of(new AttachmentView(
                        OTHER,
                        ROOM,
                        "licence.jpg",
                        "image/jpeg",
                        48_211,
                        600,
                        900,
                        "clean",
                        AttachmentView.url(OTHER),
                        AttachmentView.thumbnailUrl(OTHER),
                        AT)));
    }

    private static RoomView room(String status) {
        MessageView last = new MessageView(
                MESSAGE,
                ROOM,
                3,
                7,
                MessageView.Sender.SYSTEM,
                "system",
                "Ana applied.",
                null,
                List.of(),
                "{\"kind\":\"application_submitted\"}",
                null,
                null,
                AT,
                null,
                null);
        return new RoomView(
                ROOM,
                "app-1",
                JOB,
                new Person("ana", "Ana"),
                new Person("mercy", "Mercy Hospital"),
                status,
                List.of(
                        new RoomView.Participant("ana", "Ana", Role.CANDIDATE, 3, 3),
                        new RoomView.Participant("mercy", "Mercy Hospital", Role.EMPLOYER, 1, 2)),
                last,
                3,
                7,
                1,
                AT,
                AT);
    }

    private static final List<ServerFrame> SERVER = List.of(
            new ServerFrame.Welcome(
                    "c-1",
                    "ana",
                    AT,
                    15,
                    new ServerFrame.WelcomeRoom(
                            ROOM,
                            "app-1",
                            JOB,
                            new Person("ana", "Ana"),
                            new Person("mercy", "Mercy Hospital"),
                            "active",
                            List.of(
                                    new ServerFrame.PresentParticipant(
                                            "ana", "Ana", Role.CANDIDATE, 3, 3, "online", AT),
                                    new ServerFrame.PresentParticipant(
                                            "mercy", "Mercy Hospital", Role.EMPLOYER, 1, 2, "offline", null)),
                            3,
                            7,
                            AT,
                            AT)),
            new ServerFrame.Ack(ROOM, CLIENT, MESSAGE, 3, 7, AT, false),
            new ServerFrame.ChatMessage(ROOM, message("Hello there!", null, null)),
            new ServerFrame.MessageUpdated(ROOM, withFile()),
            new ServerFrame.MessageDeleted(ROOM, message("", null, AT)),
            new ServerFrame.ReadReceipt(ROOM, "mercy", 3, 8, AT),
            new ServerFrame.DeliveryReceipt(ROOM, "mercy", 3, 8, AT),
            new ServerFrame.Typing(ROOM, "mercy", true),
            new ServerFrame.UserStatus("mercy", "away", AT),
            new ServerFrame.Synced(ROOM, 300, 290, true),
            new ServerFrame.RoomCreated(ROOM, room("active")),
            new ServerFrame.RoomUpdated(ROOM, room("closed")),
            new ServerFrame.Pong(AT),
            new ServerFrame.Reset(ROOM),
            new ServerFrame.Failure("rate_limited", "You are sending faster than allowed.", CLIENT, ROOM, 200L));
}
