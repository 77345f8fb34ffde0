package com.carechain.bridge.intake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.testing.BridgeProcess;
import com.carechain.bridge.testing.ChatDouble;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.Surroundings;
import com.carechain.bridge.testing.Topics;
import com.carechain.local.server.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die without a word, between an effect and its commit. */
class KillTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void bridgesKilledInTheMiddleLoseNothingAndDoubleNothing() throws Exception {
        try (KafkaServer kafka = KafkaServer.start(home.resolve("kafka"), 0);
                ChatDouble chat = ChatDouble.start(Surroundings.freePort())) {
            // Given
            Topics topics = Topics.create(kafka.bootstrap(), 4);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int version = 1; version <= 10; version++) {
                for (int application = 0; application < 200; application++) {
                    records.add(topics.record(Events.statusChanged("app-" + application, version, "a", "b")));
                }
            }
            topics.publish(records);
            chat.takes(30);

            // When
            BridgeProcess first = BridgeProcess.start(topics, chat.port());
            await().atMost(SOON).until(() -> chat.messages() > 300);
            BridgeProcess second = BridgeProcess.start(topics, chat.port());
            first.kill();
            long openWhenKilled = topics.uncommitted();
            long doneWhenKilled = chat.messages();
            await().atMost(SOON).until(() -> chat.messages() > doneWhenKilled + 300);
            second.kill();
            try (BridgeProcess third = BridgeProcess.start(topics, chat.port())) {
                await().atMost(SOON).until(() -> topics.uncommitted() == 0);
            }

            // Then
            assertTrue(openWhenKilled + doneWhenKilled > 2_000, "effects were there that were not committed");
            assertEquals(2_000, chat.messages());
            List<String> inOrder = IntStream.rangeClosed(1, 10)
                    .mapToObj(v -> "/jobs#app-42-" + v + "-status-changed")
                    .toList();
            assertEquals(inOrder, chat.rooms().get("app-42").eventIds());
            assertEquals(0, topics.all(topics.deadLetters()).size());
        }
    }
}
