package com.carechain.bridge.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.testing.ChatDouble;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.Replica;
import com.carechain.bridge.testing.Surroundings;
import com.carechain.bridge.testing.Topics;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From topic to room, over a real broker and real HTTP, with the service's own client and token. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DeliveryTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "test.chat.port")
    int chatPort;

    @Inject
    ChatService chatService;

    private ChatDouble chat;

    @BeforeEach
    void startChat() {
        chat = ChatDouble.start(chatPort);
    }

    @AfterEach
    void stopChat() {
        chat.close();
    }

    @Test
    void fiveThousandEventsThreeTimesEachMakeFiveThousandRoomsWithOneMessage() {
        // Given
        Topics topics = Topics.create(bootstrap, 6);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ProducerRecord<byte[], byte[]> record = topics.record(Events.submitted("app-" + i, 1));
            records.addAll(List.of(record, record, record));
        }
        Collections.shuffle(records, new Random(7));
        topics.publish(records);

        // When
        try (Replica replica = Replica.start(topics, chatService)) {
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);

            // Then
            assertEquals(5_000, chat.rooms().size());
            assertEquals(5_000, chat.messages());
            assertEquals(15_000, replica.count("processed"));
            assertEquals(0, chat.overlaps());
            assertTrue(chat.largestBatch() > 50, "batches gather: " + chat.largestBatch());
            assertEquals(1, replica.count("rebalances"));
        }
    }

    @Test
    void aHundredPoisonRecordsOfTenKindsAreParkedUnchangedAndNineHundredEventsDone() {
        // Given
        Topics topics = Topics.create(bootstrap, 3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            records.add(topics.record(Events.submitted("app-" + i, 1)));
        }
        for (int i = 0; i < 10; i++) {
            records.addAll(tenKindsOfPoison(topics, "bad-" + i));
        }
        Collections.shuffle(records, new Random(7));
        topics.publish(records);

        // When
        try (Replica replica = Replica.start(topics, chatService)) {
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);

            // Then
            List<ConsumerRecord<byte[], byte[]>> parked = topics.all(topics.deadLetters());
            assertEquals(100, parked.size());
            assertEquals(100, replica.count("parked"));
            assertEquals(900, chat.messages());
            assertEquals(1, replica.count("rebalances"));
            assertEquals(
                    10,
                    parked.stream()
                            .map(record -> Topics.text(record, "dlq-reason"))
                            .map(DeliveryTest::kind)
                            .distinct()
                            .count());
            parked.forEach(record -> assertIsWhatWasPublished(topics, record));
        }
    }

    @Test
    void eventsOfOneApplicationArriveInOrderAndInOneCallAtATime() {
        // Given
        Topics topics = Topics.create(bootstrap, 3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int version = 1; version <= 60; version++) {
            for (int application = 0; application < 20; application++) {
                records.add(topics.record(Events.statusChanged("app-" + application, version, "a", "b")));
            }
        }
        chat.takes(20);

        // When
        try (Replica replica = Replica.start(topics, chatService)) {
            for (int i = 0; i < records.size(); i += 300) {
                topics.publish(records.subList(i, i + 300));
            }
            await().atMost(SOON).until(() -> chat.messages() == 1_200);
        }

        // Then
        List<String> inOrder = IntStream.rangeClosed(1, 60)
                .mapToObj(v -> "/jobs#app-3-" + v + "-status-changed")
                .toList();
        assertEquals(inOrder, chat.rooms().get("app-3").eventIds());
        assertEquals(0, chat.overlaps());
        assertTrue(chat.mostCallsAtOnce() > 1, "applications travel side by side");
    }

    @Test
    void replayingTheWholeTopicAndLateEventsChangeNothing() {
        // Given
        Topics topics = Topics.create(bootstrap, 3);
        for (int i = 0; i < 50; i++) {
            topics.publish(Events.submitted("app-" + i, 1), Events.statusChanged("app-" + i, 3, "a", "b"));
        }
        try (Replica replica = Replica.start(topics, chatService)) {
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);
        }
        topics.publish(Events.statusChanged("app-7", 2, "a", "late"));

        // When
        try (Replica again = Replica.start(topics, chatService, Map.of("group", topics.group() + "-again"))) {
            await().atMost(SOON).until(() -> again.count("processed") == 101);
        }

        // Then
        assertEquals(100, chat.messages());
        assertEquals(2, chat.rooms().get("app-7").messages().size());
    }

    @Test
    void chatServiceAwayForTwentySecondsLosesNothingParksNothingAndCausesNoRebalance() throws Exception {
        // Given
        Topics topics = Topics.create(bootstrap, 3);
        Map<String, String> little = Map.of("intake.max-in-flight", "200", "retry.cap", "1s");
        try (Replica replica = Replica.start(topics, chatService, little)) {
            topics.publish(Events.submitted("first", 1));
            await().atMost(SOON).until(() -> chat.messages() == 1);

            // When
            chat.stop();
            long stopped = System.nanoTime();
            topics.publish(IntStream.range(0, 2_000)
                    .mapToObj(i -> topics.record(Events.submitted("app-" + i, 1)))
                    .toList());
            await().atMost(SOON).until(() -> replica.bridge().paused());
            await().atMost(SOON).until(() -> replica.bridge().gate().problem().isPresent());
            int inFlight = replica.bridge().inFlight();
            await().pollDelay(Duration.ofSeconds(20).minusNanos(System.nanoTime() - stopped))
                    .atMost(SOON)
                    .until(() -> true);
            double retried = replica.count("retried");
            chat.start();

            // Then
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);
            assertEquals(2_001, chat.messages());
            assertEquals(0, topics.all(topics.deadLetters()).size());
            assertEquals(1, replica.count("rebalances"));
            assertTrue(inFlight < 200 + 1_001, "memory is bounded: " + inFlight);
            assertTrue(retried < 200 * 100, "no storm of retries: " + retried);
        }
    }

    @Test
    void anEventThatUpsetsChatServiceDoesNotHoldUpOthersAndIsDeliveredOnceItDoesNotAnyMore() {
        // Given
        Topics topics = Topics.create(bootstrap, 1);
        chat.isUpsetBy(event -> event.get("application_id").asText().equals("app-13"));

        // When
        try (Replica replica = Replica.start(topics, chatService, Map.of("retry.cap", "500ms"))) {
            topics.publish(IntStream.range(0, 300)
                    .mapToObj(i -> topics.record(Events.submitted("app-" + i, 1)))
                    .toList());
            await().atMost(SOON).until(() -> chat.messages() == 299);
            topics.publish(IntStream.range(300, 400)
                    .mapToObj(i -> topics.record(Events.submitted("app-" + i, 1)))
                    .toList());
            await().atMost(SOON).until(() -> chat.messages() == 399);
            assertTrue(topics.uncommitted() >= 387, "the offset waits for it");
            chat.isUpsetBy(event -> false);
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);

            // Then
            assertEquals(400, chat.messages());
            assertEquals(0, topics.all(topics.deadLetters()).size());
        }
    }

    @Test
    void whatChatServiceRejectsOrFindsMalformedIsParkedAloneAndItsNeighboursArrive() {
        // Given
        Topics topics = Topics.create(bootstrap, 3);
        chat.rejects(event -> event.get("application_id").asText().equals("app-1"));
        chat.findsMalformed(event -> event.get("application_id").asText().equals("app-2"));
        topics.publish(IntStream.range(0, 200)
                .mapToObj(i -> topics.record(Events.submitted("app-" + i, 1)))
                .toList());

        // When
        try (Replica replica = Replica.start(topics, chatService)) {
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);
        }

        // Then
        assertEquals(198, chat.messages());
        List<String> reasons = topics.all(topics.deadLetters()).stream()
                .map(record -> new String(record.key(), UTF_8) + ": " + Topics.text(record, "dlq-reason"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "app-1: chat-service refuses it: a rule of chat-service",
                        "app-2: chat-service answered 400: one of the events is malformed"),
                reasons);
    }

    @Test
    void aProxysBadRequestPageParksNothing() {
        // Given
        Topics topics = Topics.create(bootstrap, 1);
        chat.answersEverything(400);

        // When
        try (Replica replica = Replica.start(topics, chatService, Map.of("retry.cap", "300ms"))) {
            topics.publish(Events.submitted("app-1", 1));
            await().atMost(SOON).until(() -> replica.count("retried") >= 3);
            chat.answersEverything(0);
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);
        }

        // Then
        assertEquals(1, chat.messages());
        assertEquals(0, topics.all(topics.deadLetters()).size());
    }

    @Test
    void aLostAnswerIsAskedForAgainAndHasNoSecondEffect() {
        // Given
        Topics topics = Topics.create(bootstrap, 1);
        chat.appliesWithoutAnswering(true);
        topics.publish(Events.submitted("app-1", 1), Events.withdrawn("app-1", 2));

        // When
        try (Replica replica = Replica.start(topics, chatService)) {
            await().atMost(SOON).until(() -> chat.messages() == 2);
            chat.appliesWithoutAnswering(false);
            await().atMost(SOON).until(() -> topics.uncommitted() == 0);
        }

        // Then
        assertEquals(2, chat.messages());
    }

    @Test
    void twoReplicasShareTheWorkAndARebalanceInTheMiddleDoublesNothing() {
        // Given
        Topics topics = Topics.create(bootstrap, 6);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int version = 1; version <= 20; version++) {
            for (int application = 0; application < 200; application++) {
                records.add(topics.record(Events.statusChanged("app-" + application, version, "a", "b")));
            }
        }
        chat.takes(50);
        topics.publish(records);

        Map<String, String> slowly = Map.of("delivery.batch-size", "10", "intake.max-in-flight", "100");

        // When
        try (Replica first = Replica.start(topics, chatService, slowly)) {
            await().atMost(SOON).until(() -> chat.messages() > 200);
            try (Replica second = Replica.start(topics, chatService, slowly)) {
                await().atMost(SOON).until(() -> second.count("processed") > 100);
                first.close();
                await().atMost(SOON).until(() -> topics.uncommitted() == 0);
            }
        }

        // Then
        assertEquals(4_000, chat.messages());
        List<String> inOrder = IntStream.rangeClosed(1, 20)
                .mapToObj(v -> "/jobs#app-42-" + v + "-status-changed")
                .toList();
        assertEquals(inOrder, chat.rooms().get("app-42").eventIds());
    }

    private static List<ProducerRecord<byte[], byte[]>> tenKindsOfPoison(Topics topics, String key) {
        return List.of(
                topics.record(key, "this is not JSON"),
                topics.record(key, "[" + Events.submitted(key, 1) + "]"),
                topics.record(key, null),
                topics.record(null, Events.submitted(key, 1).toString()),
                topics.record(
                        key,
                        Events.submitted(key, 1)
                                .put("padding", "x".repeat(2_000_000))
                                .toString()),
                topics.record(key, bent(key, event -> Events.data(event).remove("candidate"))),
                topics.record(key, bent(key, event -> Events.data(event)
                        .putObject("job")
                        .put("id", "j".repeat(65))
                        .put("title", "Nurse"))),
                topics.record(key, bent(key, event -> Events.data(event).put("occurred_at", "2026-02-30T10:00:00Z"))),
                topics.record(key, bent(key, event -> Events.data(event)
                        .putObject("employer")
                        .put("id", "candidate-1")
                        .put("name", "Acme"))),
                topics.record(key, bent(key, event -> event.put("specversion", "2.0"))));
    }

    private static String bent(String key, Consumer<ObjectNode> bend) {
        ObjectNode event = Events.submitted(key, 1);
        bend.accept(event);
        return event.toString();
    }

    private static String kind(String reason) {
        return reason.replaceAll("[0-9]+", "#");
    }

    private static void assertIsWhatWasPublished(Topics topics, ConsumerRecord<byte[], byte[]> parked) {
        assertEquals(topics.source(), Topics.text(parked, "dlq-source-topic"));
        int partition = Integer.parseInt(Topics.text(parked, "dlq-source-partition"));
        long offset = Long.parseLong(Topics.text(parked, "dlq-source-offset"));
        ConsumerRecord<byte[], byte[]> original = Sources.of(topics).at(partition, offset);
        assertArrayEquals(original.key(), parked.key());
        assertArrayEquals(original.value(), parked.value());
        assertEquals(
                Arrays.asList(original.headers().toArray()),
                Arrays.asList(parked.headers().toArray())
                        .subList(0, original.headers().toArray().length));
    }

    /** The source topic read once per test. */
    private record Sources(Topics topics, List<ConsumerRecord<byte[], byte[]>> records) {
        private static Sources last;

        static synchronized Sources of(Topics topics) {
            if (last == null || !last.topics.equals(topics)) {
                last = new Sources(topics, topics.all(topics.source()));
            }
            return last;
        }

        ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
            return records.stream()
                    .filter(record -> record.partition() == partition && record.offset() == offset)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
