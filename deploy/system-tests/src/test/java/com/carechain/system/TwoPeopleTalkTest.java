package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An application event makes a room, and two people talk in it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoPeopleTalkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path ROOT = Path.of(System.getProperty("carechain.root"));

    private static LocalStack stack;

    @BeforeAll
    static void up() throws Exception {
        stack = LocalStack.start(Path.of("target", "state").toAbsolutePath());
    }

    @AfterAll
    static void down() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void theExampleEventsMakeARoomInWhichCandidateAndEmployerTalk() throws Exception {
        // Given
        LocalStack.Answer published = stack.run("publish", example("01-application-submitted.json"));
        assertEquals(0, published.exitCode(), published.output());
        assertTrue(published.output().startsWith("com.carechain.application.submitted  application app-1001"));
        Person ana = Person.of(stack, "candidate-ana", "Ana Duarte", "candidate");
        Person hospital = Person.of(stack, "employer-st-marys", "St. Mary's Hospital", "employer");
        String room = ana.roomOf("app-1001");
        ana.awaitMessages(room, 1);

        try (Socket candidate = ana.connect("/ws/chat/" + room + "/");
                Socket employer = hospital.connect("/ws/chat/" + room + "/")) {
            assertEquals(
                    "candidate-ana", candidate.await("welcome").get("user_id").asText());
            assertEquals(
                    "employer-st-marys",
                    employer.await("welcome").get("user_id").asText());

            // When they type and talk
            employer.send(Map.of("type", "typing", "is_typing", true));
            JsonNode typing =
                    candidate.await("typing", frame -> frame.get("is_typing").asBoolean());
            UUID clientId = UUID.randomUUID();
            candidate.send(Map.of(
                    "type", "chat_message", "content", "Good morning! 👋 Zoë said hello.", "client_id", clientId));
            JsonNode ack = candidate.await("ack");
            JsonNode echo = candidate.await("chat_message").get("message");
            JsonNode received = employer.await("chat_message").get("message");
            employer.send(Map.of("type", "chat_message", "content", "Welcome, Ana."));

            // Then
            assertEquals("employer-st-marys", typing.get("user_id").asText());
            assertEquals(clientId.toString(), ack.get("client_id").asText());
            assertFalse(ack.get("duplicate").asBoolean());
            assertEquals(2, ack.get("seq").asInt());
            assertEquals(ack.get("message_id"), echo.get("id"));
            assertEquals(echo, received);
            assertEquals(
                    "Good morning! 👋 Zoë said hello.", received.get("content").asText());
            assertEquals(
                    "Welcome, Ana.",
                    candidate
                            .await("chat_message")
                            .get("message")
                            .get("content")
                            .asText());

            // When the application moves on
            stack.run("publish", example("02-status-changed.json"), example("03-interview-scheduled.json"));

            // Then both see it at once
            for (Socket socket : List.of(candidate, employer)) {
                JsonNode changed =
                        socket.await("chat_message", frame -> kindOf(frame).equals("status_changed"));
                JsonNode interview =
                        socket.await("chat_message", frame -> kindOf(frame).equals("interview_scheduled"));
                assertEquals(
                        "system", changed.get("message").get("message_type").asText());
                assertEquals(
                        changed.get("message").get("seq").asInt() + 1,
                        interview.get("message").get("seq").asInt());
            }
        }
        assertEquals(List.of(1, 2, 3, 4, 5), stack.seqsInDatabase(room));
        assertEquals(5, hospital.messages(room).size());
    }

    @Test
    @Order(2)
    void aContactIsShownOnlineWhileASocketIsOpen() throws Exception {
        // Given
        Person candidate = Person.of(stack, "candidate-bo", "Bo Lindqvist", "candidate");
        Person employer = Person.of(stack, "employer-north", "North Clinic", "employer");
        stack.publish(submitted("app-presence", "candidate-bo", "employer-north"));
        String room = candidate.roomOf("app-presence");
        String path = "/api/messaging/online-status/?user_ids=candidate-bo";
        assertEquals("offline", statusIn(employer.get(path)));

        // When
        try (Socket socket = candidate.connect("/ws/chat/" + room + "/")) {
            socket.await("welcome");

            // Then
            Awaitility.await().atMost(PATIENCE).until(() -> statusIn(employer.get(path))
                    .equals("online"));
        }
    }

    @Test
    @Order(3)
    void nothingAcknowledgedIsLostWhenChatServiceIsKilled() throws Exception {
        // Given
        Person candidate = Person.of(stack, "candidate-kim", "Kim Osei", "candidate");
        stack.publish(submitted("app-killed", "candidate-kim", "employer-south"));
        String room = candidate.roomOf("app-killed");
        candidate.awaitMessages(room, 1);
        List<String> acknowledged = new ArrayList<>();
        UUID last = UUID.randomUUID();
        try (Socket socket = candidate.connect("/ws/chat/" + room + "/")) {
            socket.await("welcome");
            for (int i = 1; i <= 10; i++) {
                UUID clientId = i == 10 ? last : UUID.randomUUID();
                socket.send(Map.of("type", "chat_message", "content", "line " + i, "client_id", clientId));
                acknowledged.add(socket.await("ack").get("message_id").asText());
            }

            // When
            String pid = stack.env().get("CHAT_PIDS");
            assertTrue(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly());
            Awaitility.await().atMost(PATIENCE).until(() -> !List.of("", pid)
                    .contains(stack.env().get("CHAT_PIDS")));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> candidate.request("/api/messaging/rooms/").statusCode() == 200);

        // Then
        List<String> stored = candidate.messages(room).stream()
                .map(message -> message.get("id").asText())
                .toList();
        assertEquals(acknowledged, stored.subList(1, stored.size()));
        assertEquals(IntStream.rangeClosed(1, 11).boxed().toList(), stack.seqsInDatabase(room));
        try (Socket socket = candidate.connect("/ws/chat/" + room + "/")) {
            socket.await("welcome");
            socket.send(Map.of("type", "chat_message", "content", "line 10", "client_id", last));
            JsonNode again = socket.await("ack");
            assertTrue(again.get("duplicate").asBoolean());
            assertEquals(acknowledged.getLast(), again.get("message_id").asText());
        }
        // The stack is whole again, by itself.
        Awaitility.await().atMost(PATIENCE).until(() -> stack.run("status").exitCode() == 0);
    }

    @Test
    @Order(4)
    void aBrokenEventDoesNotStopTheOnesAfterIt() throws Exception {
        // Given
        Person candidate = Person.of(stack, "candidate-lee", "Lee Park", "candidate");

        // When
        assertEquals(1, stack.runWith("{not json", "publish", "-").exitCode());
        assertEquals(
                0,
                stack.runWith("{not json\n{\"type\":\"x\"}\n", "publish", "--raw", "-")
                        .exitCode());
        stack.publish(submitted("app-after-broken", "candidate-lee", "employer-east"));

        // Then
        candidate.roomOf("app-after-broken");
    }

    @Test
    @Order(5)
    void strangersSeeNothing() throws Exception {
        // Given
        Person ana = Person.of(stack, "candidate-ana", "Ana Duarte", "candidate");
        Person stranger = Person.of(stack, "candidate-stranger", "Nobody", "candidate");
        String room = ana.roomOf("app-1001");

        // Then
        assertEquals(404, stranger.request("/api/messaging/rooms/" + room + "/").statusCode());
        assertEquals(0, stranger.get("/api/messaging/rooms/").get("results").size());
        assertEquals(404, ana.request("/internal/users/candidate-ana/contacts").statusCode());
        assertEquals(404, ana.request("/q/metrics").statusCode());
    }

    @Test
    @Order(6)
    void downStopsEverythingThatUpStarted() throws Exception {
        // Given
        List<Long> pids = stack.allPids();
        assertEquals(7, pids.size());

        // When
        LocalStack.Answer answer = stack.run("down");

        // Then
        assertEquals(0, answer.exitCode(), answer.output());
        assertFalse(stack.isRunning());
        assertTrue(stack.env().isEmpty());
        pids.forEach(pid -> assertFalse(
                ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent(), "process " + pid + " still runs"));
        assertEquals(3, stack.run("status").exitCode());
    }

    private static String example(String name) {
        return ROOT.resolve("deploy/local/examples").resolve(name).toString();
    }

    private static String submitted(String application, String candidate, String employer) {
        return """
                {"specversion":"1.0","id":"%1$s-1","source":"/system-test","type":"com.carechain.application.submitted",
                 "datacontenttype":"application/json","time":"2026-01-26T09:00:00.000Z",
                 "data":{"application_id":"%1$s","version":1,"occurred_at":"2026-01-26T09:00:00.000Z",
                         "job":{"id":"job-%1$s","title":"Ward Nurse"},
                         "candidate":{"id":"%2$s","name":"%2$s"},"employer":{"id":"%3$s","name":"%3$s"}}}
                """.formatted(application, candidate, employer);
    }

    private static String kindOf(JsonNode frame) {
        return frame.get("message").path("card").path("kind").asText();
    }

    private static String statusIn(JsonNode answer) {
        assertNotEquals(0, answer.get("results").size(), answer.toString());
        return answer.get("results").get(0).get("status").asText();
    }
}
