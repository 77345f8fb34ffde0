package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.system.Poison.Rotten;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the topic to the rooms with everything real, while the parts on the way die. */
class TopicToRoomTest {
    private static final int APPLICATIONS = 1_500;
    private static final int OF_EACH_POISON = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static LocalStack stack;

    @BeforeAll
    static void up() throws Exception {
        stack = LocalStack.start(Path.of("target", "state-topic").toAbsolutePath());
    }

    @AfterAll
    static void down() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void everyEventHasItsEffectOnceAlthoughServicesAreKilledAndPoisonIsParkedAndReplayed() throws Exception {
        List<Rotten> poison = Poison.ofEachKind(OF_EACH_POISON);
        try (TopicObserver topics = new TopicObserver(stack.env().get("KAFKA_BOOTSTRAP"));
                JobPlatform platform = new JobPlatform(stack.env().get("KAFKA_BOOTSTRAP"))) {
            topics.allowValuesOf(4 << 20);

            // Given two events per application, in order, each of them three times, and poison among them
            String bridge = stack.env().get("BRIDGE_PID");
            String chat = stack.env().list("CHAT_PIDS").getFirst();
            for (Runnable record : shuffled(platform, poison)) record.run();
            platform.flush();

            // When the bridge dies without a word, and chat-service after it
            awaitMessages(APPLICATIONS / 3);
            kill(bridge);
            awaitMessages(APPLICATIONS);
            kill(chat);

            // Then everything is done by itself, and done once
            Awaitility.await().atMost(PATIENCE).until(() -> topics.unfinished() == 0);
            assertNotEquals(bridge, stack.env().get("BRIDGE_PID"));
            assertNotEquals(chat, stack.env().list("CHAT_PIDS").getFirst());
            everyApplicationHasItsRoomWithBothMessages();

            // And the poison is parked as it was, each with a reason and the place it came from
            List<TopicObserver.Parked> parked = topics.parked();
            assertEquals(
                    poison.size(),
                    parked.stream().map(TopicObserver.Parked::source).distinct().count());
            assertTrue(parked.stream().noneMatch(p -> p.reason().isBlank()), parked.toString());
            assertTrue(
                    parked.stream().map(TopicObserver.Parked::record).toList().containsAll(poison));

            // When an operator replays it, although nothing was mended
            String alive = stack.env().get("BRIDGE_PID");
            assertEquals(parked.size(), replayAll());

            // Then it is parked again, nothing else changes, and no service falls over it
            Awaitility.await().atMost(PATIENCE).until(() -> topics.unfinished() == 0);
            List<TopicObserver.Parked> again = topics.parked();
            assertEquals(2 * parked.size(), again.size());
            assertEquals(
                    parked.size(), again.stream().filter(p -> p.replays() == 1).count());
            everyApplicationHasItsRoomWithBothMessages();
            assertEquals(alive, stack.env().get("BRIDGE_PID"));
        }
    }

    /** Always the same order, drawn among the applications; within one its events keep theirs. */
    private static List<Runnable> shuffled(JobPlatform platform, List<Rotten> poison) {
        Random random = new Random(5);
        List<List<Runnable>> lanes = new ArrayList<>();
        for (int i = 0; i < APPLICATIONS; i++) {
            String application = "topic-" + i;
            String submitted = JobPlatform.event("submitted", application, 1, "");
            String changed = JobPlatform.event(
                    "status-changed", application, 2, ",\"previous_status\":\"submitted\",\"status\":\"offer\"");
            List<Runnable> lane = new ArrayList<>();
            for (String event : List.of(submitted, submitted, changed, submitted, changed, changed))
                lane.add(() -> platform.send(application, event));
            lanes.add(lane);
        }
        poison.forEach(p -> lanes.add(new ArrayList<>(List.of(() -> platform.send(p.key(), p.value())))));
        List<Runnable> order = new ArrayList<>();
        while (!lanes.isEmpty()) {
            int lane = random.nextInt(lanes.size());
            order.add(lanes.get(lane).removeFirst());
            if (lanes.get(lane).isEmpty()) {
                lanes.set(lane, lanes.getLast());
                lanes.removeLast();
            }
        }
        return order;
    }

    private static void everyApplicationHasItsRoomWithBothMessages() throws Exception {
        assertEquals(APPLICATIONS, stack.number("select count(*) from room"));
        assertEquals(2L * APPLICATIONS, stack.number("select count(*) from member"));
        assertEquals(2L * APPLICATIONS, stack.number("select count(*) from message"));
        assertEquals(
                APPLICATIONS,
                stack.number("select count(*) from room r join message a on a.room_id = r.id and a.seq = 1"
                        + " join message b on b.room_id = r.id and b.seq = 2 where r.last_seq = 2"
                        + " and a.card ->> 'kind' = 'application_submitted' and b.card ->> 'kind' = 'status_changed'"));
    }

    private static void awaitMessages(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stack.number("select count(*) from message") >= count);
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    /** As the README of jobs-bridge-service tells it. How many were published again. */
    private static int replayAll() throws Exception {
        String token = stack.run("token", "ops", "--role", "admin").output().strip();
        int replayed = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode report;
            do {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(stack.env().get("BRIDGE_URL") + "/internal/dlq/replay"))
                                .header("Authorization", "Bearer " + token)
                                .timeout(Duration.ofSeconds(60))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(200, answer.statusCode(), answer.body());
                report = Person.JSON.readTree(answer.body());
                replayed += report.get("replayed").asInt();
            } while (report.get("remaining").asInt() > 0);
        }
        return replayed;
    }
}
