package com.carechain.bridge.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import com.carechain.bridge.testing.ChatDouble;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.PlainChatService;
import com.carechain.bridge.testing.Replica;
import com.carechain.bridge.testing.Surroundings;
import com.carechain.bridge.testing.TestSettings;
import com.carechain.bridge.testing.Topics;
import com.carechain.local.server.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka that comes late, lacks its topics, goes away and comes back: the bridge lives through it and says what is wrong. */
class KafkaOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void theBridgeOutlivesEveryAbsenceOfKafkaAndOfItsTopics() throws Exception {
        int port = Surroundings.freePort();
        Topics topics = new Topics("127.0.0.1:" + port, "job-applications");
        try (ChatDouble chat = ChatDouble.start(Surroundings.freePort());
                KafkaWatch watch = watch(topics);
                Replica replica = Replica.start(topics, new PlainChatService(chat.port()))) {
            assertTrue(watch.problem().startsWith("cannot reach Kafka at 127.0.0.1:" + port), "not there yet");
            assertTurns(replica);

            try (KafkaServer late = KafkaServer.start(home.resolve("kafka"), port)) {
                // It comes, without the topics at first
                await().atMost(SOON).until(() -> "the topic job-applications does not exist".equals(watch.problem()));
                topics.createTopic("job-applications", 2);
                await().atMost(SOON)
                        .until(() -> "the topic job-applications.dlq does not exist".equals(watch.problem()));

                // Poison that cannot be parked waits, the rest goes on
                topics.publish(List.of(topics.record("app-1", "poison"), topics.record(Events.submitted("app-1", 1))));
                await().atMost(SOON).until(() -> chat.messages() == 1);
                await().atMost(SOON)
                        .until(() -> replica.bridge().parkingProblem().isPresent());
                assertEquals(2, topics.uncommitted());
                topics.createTopic("job-applications.dlq", 1);
                await().atMost(SOON).until(() -> topics.uncommitted() == 0);
                assertEquals(1, topics.all("job-applications.dlq").size());
                assertEquals(null, watch.problem());
            }

            // It goes and comes back
            await().atMost(SOON).until(() -> watch.problem() != null);
            assertTurns(replica);
            try (KafkaServer again = KafkaServer.start(home.resolve("kafka"), port)) {
                topics.publish(Events.submitted("app-2", 1));
                await().atMost(SOON).until(() -> chat.messages() == 2);
                await().atMost(SOON).until(() -> topics.uncommitted() == 0);
                await().atMost(SOON).until(() -> watch.problem() == null);
            }
        }
    }

    private static void assertTurns(Replica replica) {
        await().during(Duration.ofSeconds(1))
                .until(() -> replica.bridge().sinceLastTurn().compareTo(Duration.ofSeconds(5)) < 0);
    }

    private static KafkaWatch watch(Topics topics) {
        Map<String, String> settings = new HashMap<>(topics.settings());
        settings.put("watch-timeout", "1s");
        BridgeSettings effective = TestSettings.with(settings);
        return new KafkaWatch(effective, new KafkaClients(Map.of("bootstrap.servers", topics.bootstrap()), effective));
    }
}
