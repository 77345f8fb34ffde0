package com.carechain.chat.outbox;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.message.Draft;
import com.carechain.chat.message.Outcome;
import com.carechain.chat.message.WriteLanes;
import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.carechain.chat.testing.Topic;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.Role;
import com.carechain.chat.wire.ServerFrame;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What other services hear on topic {@code chat-events}, read back from Kafka. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class OutboxTest {
    private static final String PREFIX = "com.carechain.chat.";

    @TestHTTPResource("/")
    URI base;

    @Inject
    FrameWriter frames;

    @Inject
    ObjectMapper json;

    @Inject
    WriteLanes lanes;

    private final People people = People.some();

    @Test
    void theEventMadeAroundAFrameIsTheOneTheGeneralWriterMakes() throws JsonProcessingException {
        // Given
        UUID room = UUID.randomUUID();
        Instant at = Instant.parse("2026-01-31T12:00:00.007Z");
        OutboxRow row = new OutboxRow(1, room, "message-created", 7, 3L, null, at, null);
        MessageView message = new MessageView(
                UUID.randomUUID(),
                room,
                3,
                7,
                new MessageView.Sender("ana", "Ana \"message\":", Role.CANDIDATE),
                "text",
                "Grüße \"message\":{}",
                null,
                List.of(),
                null,
                UUID.randomUUID(),
                null,
                at,
                null,
                null);

        // When
        byte[] made = CreatedEvent.of(row, frames.write(new ServerFrame.ChatMessage(room, message)));

        // Then
        ChatEvent.Data data = new ChatEvent.Data(room, 7, null, message, null, null, null);
        assertThat(new String(made, StandardCharsets.UTF_8))
                .isEqualTo(json.writeValueAsString(ChatEvent.of(row, data)));
    }

    @Test
    void everyChangeOfARoomIsToldInOrder() {
        // Given
        String room = people.room();
        String messages = "/api/messaging/rooms/" + room + "/messages/";

        // When
        String edited = sent(messages, "to be edited");
        String deleted = sent(messages, "to be deleted");
        as(people.candidateToken())
                .body(Map.of("content", "edited"))
                .patch(messages + edited)
                .then()
                .statusCode(200);
        as(people.candidateToken()).delete(messages + deleted).then().statusCode(200);
        as(people.employerToken())
                .body("{\"seq\":1}")
                .post("/api/messaging/rooms/" + room + "/mark-read/")
                .then()
                .statusCode(200);

        // Then
        try (Topic topic = Topic.chatEvents()) {
            List<Topic.Event> events = topic.await(room, 6);
            assertThat(events)
                    .extracting(Topic.Event::type)
                    .containsExactly(
                            PREFIX + "room-created",
                            PREFIX + "message-created",
                            PREFIX + "message-created",
                            PREFIX + "message-updated",
                            PREFIX + "message-deleted",
                            PREFIX + "room-read");
            assertThat(events).allSatisfy(event -> isCloudEvent(event, room));
            assertThat(events).extracting(e -> e.json().get("id").asText()).doesNotHaveDuplicates();
            assertThat(events)
                    .extracting(e -> e.json().at("/data/rev").asLong())
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);

            JsonNode created = events.get(0).json().at("/data/room");
            assertThat(created.get("id").asText()).isEqualTo(room);
            assertThat(created.at("/candidate/id").asText()).isEqualTo(people.candidate());
            assertThat(created.get("application_id").asText()).isEqualTo("app-" + people.job());
            assertThat(events.get(1).json().at("/data/message/id").asText()).isEqualTo(edited);
            assertThat(events.get(1).json().at("/data/message/sender/id").asText())
                    .isEqualTo(people.candidate());
            assertThat(events.get(3).json().at("/data/message/content").asText())
                    .isEqualTo("edited");
            assertThat(events.get(4).json().at("/data/message/id").asText()).isEqualTo(deleted);
            assertThat(events.get(4).json().at("/data/message/deleted_at").isNull())
                    .isFalse();
            assertThat(events.get(4).json().at("/data/message/content").asText())
                    .isEmpty();
            JsonNode read = events.get(5).json().get("data");
            assertThat(read.get("user_id").asText()).isEqualTo(people.employer());
            assertThat(read.get("read_seq").asLong()).isEqualTo(1);
            assertThat(read.get("unread_count").asLong()).isZero();
        }
    }

    @Test
    void whatIsSaidWhileKafkaIsAwayIsToldWhenItIsBack() {
        // Given
        String room = people.room();
        String messages = "/api/messaging/rooms/" + room + "/messages/";
        sent(messages, "before");

        // When
        LocalParts.stopKafka();
        try {
            for (int i = 1; i <= 5; i++) sent(messages, "while it was away " + i);
            assertThat(waiting(room)).isGreaterThanOrEqualTo(5);
        } finally {
            LocalParts.startKafka();
        }

        // Then everything arrives, in order, and nothing stays behind
        await().atMost(Duration.ofSeconds(90)).until(() -> waiting(room) == 0);
        try (Topic topic = Topic.chatEvents()) {
            assertThat(topic.await(room, 7).stream()
                            .map(e -> e.json().at("/data/rev").asLong())
                            .distinct())
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    /** Else later events were ahead of it once Kafka is back, and a round of two thousand would wait for hours. */
    @Test
    void theFirstEventThatKafkaDoesNotTakeEndsTheRound() throws IOException {
        // Given: nobody listens there
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + nobody,
                "max.block.ms",
                200,
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (Producer<String, byte[]> producer = new KafkaProducer<>(settings)) {
            List<ProducerRecord<String, byte[]>> records = IntStream.range(0, 10)
                    .mapToObj(i -> new ProducerRecord<>("chat-events", "room", new byte[] {(byte) i}))
                    .toList();

            // When
            assertThatThrownBy(() -> OutboxRelay.inOrder(producer, records, Duration.ofSeconds(30)))
                    .isInstanceOf(ExecutionException.class);

            // Then
            assertThat(producer.metrics().values().stream()
                            .filter(m -> m.metricName().name().equals("record-error-total")
                                    && m.metricName().group().equals("producer-metrics"))
                            .map(Metric::metricValue))
                    .containsExactly(1.0);
        }
    }

    @Test
    void theFasterEventsComeTheShorterIsThePauseBetweenRounds() {
        // Given
        Duration most = Duration.ofMillis(200);

        // Then
        assertThat(OutboxRelay.untilWorthARound(0, Duration.ofSeconds(1), most)).isEqualTo(most);
        assertThat(OutboxRelay.untilWorthARound(200, Duration.ofMillis(200), most))
                .isEqualTo(most);
        assertThat(OutboxRelay.untilWorthARound(4000, Duration.ofMillis(200), most))
                .isEqualTo(Duration.ofMillis(50));
        assertThat(OutboxRelay.untilWorthARound(1_000_000, Duration.ofMillis(1), most))
                .isLessThan(Duration.ofMillis(1));
    }

    private static long waiting(String room) {
        UUID id = UUID.fromString(room);
        return Database.number(
                "select coalesce(sum(case when room_id is null then cardinality(array_positions(room_ids, ?)) else 1 end), 0)"
                        + " from outbox where room_id = ? or ? = any(room_ids)",
                id,
                id,
                id);
    }

    private static void isCloudEvent(Topic.Event event, String room) {
        JsonNode json = event.json();
        assertThat(event.contentType()).startsWith("application/cloudevents+json");
        assertThat(json.get("specversion").asText()).isEqualTo("1.0");
        assertThat(json.get("source").asText()).isEqualTo("/carechain/chat-service");
        assertThat(json.get("subject").asText()).isEqualTo(room);
        assertThat(json.get("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(json.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        assertThat(json.at("/data/room_id").asText()).isEqualTo(room);
    }

    @Test
    void applicationEventsAreToldLikeEverythingElse() {
        // When
        Platform.write(people, 1, 150);

        // Then: the room, then its messages in order of seq, none missing
        String room = as(people.candidateToken()).get("/api/messaging/rooms/").path("results[0].id");
        try (Topic topic = Topic.chatEvents()) {
            List<Topic.Event> events = topic.await(room, 151);
            assertThat(events.getFirst().type()).isEqualTo(PREFIX + "room-created");
            assertThat(events.subList(1, 151))
                    .extracting(e -> e.json().at("/data/message/seq").asLong())
                    .isEqualTo(LongStream.rangeClosed(1, 150).boxed().toList());
            assertThat(events.get(1).json().at("/data/message/card/kind").asText())
                    .isEqualTo("status_changed");
        }
    }

    /** New messages of one commit share rows of the table, at most 128 a row. */
    @Test
    void manyMessagesOfACommitAreToldOneByOneAndInOrder() {
        // Given
        UUID room = UUID.fromString(people.room());
        MessageView.Sender ana = new MessageView.Sender(people.candidate(), "Ana", Role.CANDIDATE);

        // When: at once, so that the lane finds most of them together
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 1; i <= 600; i++) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            UUID id = UUID.randomUUID();
            lanes.submit(
                    new Draft(id, room, ana, id, "text", "message " + i, null, null, List.of(), null, null),
                    outcome::complete);
            outcomes.add(outcome);
        }

        // Then
        assertThat(outcomes).allSatisfy(o -> assertThat(o.join()).isInstanceOf(Outcome.Stored.class));
        try (Topic topic = Topic.chatEvents()) {
            assertThat(topic.await(room.toString(), 601).stream().skip(1))
                    .extracting(e -> e.json().at("/data/message/content").asText())
                    .isEqualTo(IntStream.rangeClosed(1, 600)
                            .mapToObj(i -> "message " + i)
                            .toList());
        }
        await().until(() -> waiting(room.toString()) == 0);
    }

    @Test
    void whatWasToldIsClearedAway() {
        // Given
        String room = people.room();
        sent("/api/messaging/rooms/" + room + "/messages/", "Hello");

        // When / Then
        await().until(() -> waiting(room) == 0);
        try (Topic topic = Topic.chatEvents()) {
            assertThat(topic.await(room, 2)).hasSize(2);
        }
    }

    @Test
    void whatChangesNothingTellsNothing() {
        // Given
        String room = people.room();
        String messages = "/api/messaging/rooms/" + room + "/messages/";
        UUID clientId = UUID.randomUUID();

        // When: a duplicate, a refused edit, a mark that does not rise; then a last word
        for (int i = 0; i < 3; i++)
            as(people.candidateToken())
                    .body(Map.of("content", "once", "client_id", clientId))
                    .post(messages);
        as(people.employerToken()).delete(messages + UUID.randomUUID());
        for (int i = 0; i < 3; i++) as(people.employerToken()).post("/api/messaging/rooms/" + room + "/mark-read/");
        people.room();
        sent(messages, "last word");

        // Then
        try (Topic topic = Topic.chatEvents()) {
            assertThat(topic.await(room, 4))
                    .extracting(Topic.Event::type)
                    .containsExactly(
                            PREFIX + "room-created",
                            PREFIX + "message-created",
                            PREFIX + "room-read",
                            PREFIX + "message-created");
        }
    }

    @Test
    void whatHasOnlyBeenDeliveredIsNotReadYet() {
        // Given
        String room = people.room();
        sent("/api/messaging/rooms/" + room + "/messages/", "Hello");
        try (ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
                Topic topic = Topic.chatEvents()) {
            // When
            socket.send("{\"type\":\"mark_delivered\"}");
            socket.await("delivery_receipt");
            sent("/api/messaging/rooms/" + room + "/messages/", "again");

            // Then
            assertThat(topic.await(room, 3)).extracting(Topic.Event::type).doesNotContain(PREFIX + "room-read");
        }
    }

    private String sent(String messages, String content) {
        return as(people.candidateToken())
                .body(Map.of("content", content))
                .post(messages)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
