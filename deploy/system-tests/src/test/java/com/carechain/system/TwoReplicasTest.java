package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Two chat-services and two presence-services behave as one. */
@Order(Integer.MAX_VALUE)
class TwoReplicasTest {

    private static LocalStack stack;
    private static List<String> replicas;

    @BeforeAll
    static void up() throws Exception {
        stack = LocalStack.start(
                Path.of("target", "state-two").toAbsolutePath(),
                Map.of("CARECHAIN_LIMITS_MESSAGES_PER_SECOND", "0"),
                "--replicas",
                "2");
        replicas = stack.env().list("CHAT_URLS");
    }

    @AfterAll
    static void down() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    /** A new room with its two people. */
    private record Room(String id, Person candidate, Person employer) {
        static Room make(String application) throws Exception {
            String ana = "ana-" + application;
            String clinic = "clinic-" + application;
            stack.publish("""
                    {"specversion":"1.0","id":"%1$s-1","source":"/system-test","type":"com.carechain.application.submitted",
                     "datacontenttype":"application/json","time":"2026-01-26T09:00:00.000Z",
                     "data":{"application_id":"%1$s","version":1,"occurred_at":"2026-01-26T09:00:00.000Z",
                             "job":{"id":"job-%1$s","title":"Ward Nurse"},
                             "candidate":{"id":"%2$s","name":"Ana"},"employer":{"id":"%3$s","name":"Clinic"}}}
                    """.formatted(application, ana, clinic));
            Person candidate = Person.of(stack, ana, "Ana", "candidate");
            Person employer = Person.of(stack, clinic, "Clinic", "employer");
            return new Room(candidate.roomOf(application), candidate, employer);
        }

        /** A socket of the candidate (even) or the employer (odd), each on both replicas in turn. */
        Socket socket(int n) throws Exception {
            Person person = n % 2 == 0 ? candidate : employer;
            Socket socket = person.connectTo(replicas.get(n / 2 % 2), "/ws/chat/" + id + "/");
            socket.await("welcome");
            return socket;
        }
    }

    @Test
    void eightWritersOnTwoReplicasMakeOneOrderWithoutHoles() throws Exception {
        // Given a room whose first message is the application
        Room room = Room.make("two-order");
        List<Socket> sockets = new ArrayList<>();
        for (int n = 0; n < 8; n++) sockets.add(room.socket(n));

        // When
        for (int i = 0; i < 25; i++) {
            for (int n = 0; n < 8; n++) {
                sockets.get(n)
                        .send(Map.of("type", "chat_message", "content", n + "-" + i, "client_id", UUID.randomUUID()));
            }
        }

        // Then everybody sees 2..201, rising by one
        List<Integer> expected = IntStream.rangeClosed(2, 201).boxed().toList();
        for (Socket socket : sockets) assertEquals(expected, socket.seqsUntil(201));
        sockets.forEach(Socket::close);
    }

    /** One replica makes it; the other hears of it when its first message has long been stored. */
    @Test
    void aNewRoomAppearsWithItsFirstMessageOnBothReplicas() throws Exception {
        // Given
        Person ana = Person.of(stack, "ana-two-new", "Ana", "candidate");
        try (Socket first = ana.connectTo(replicas.get(0), "/ws/");
                Socket second = ana.connectTo(replicas.get(1), "/ws/")) {
            first.await("welcome");
            second.await("welcome");

            // When
            Room room = Room.make("two-new");

            // Then
            for (Socket socket : List.of(first, second)) {
                assertEquals(
                        room.id, socket.await("room_created").at("/room/id").asText());
                assertEquals(1, socket.await("chat_message").at("/message/seq").asInt());
            }
        }
    }

    @Test
    void anAdministratorsChangesReachTheWindowsOnBothReplicas() throws Exception {
        // Given
        Room room = Room.make("two-admin");
        Person admin = Person.of(stack, "admin-olga", "Olga Petersen", "admin");
        String there = "/api/messaging/admin/rooms/" + room.id;
        try (Socket candidate = room.socket(0);
                Socket employer = room.socket(3)) {
            candidate.send(Map.of("type", "chat_message", "content", "My account is 12 34 56"));
            String id = employer.await("chat_message").at("/message/id").asText();

            // When
            assertEquals(
                    200,
                    admin.tryPost(there + "/messages/" + id + "/redact/", "{\"reason\":\"Bank details\"}")
                            .statusCode());
            assertEquals(
                    200,
                    admin.tryPost(there + "/close/", "{\"reason\":\"Spam\"}").statusCode());

            // Then
            for (Socket window : List.of(candidate, employer)) {
                JsonNode deleted = window.await("message_deleted").get("message");
                assertEquals(id, deleted.get("id").asText());
                assertEquals("", deleted.get("content").asText());
                assertEquals(
                        "closed",
                        window.await("room_updated").at("/room/status").asText());
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                JsonNode overview = admin.get("/api/messaging/admin/overview/");
                assertTrue(overview.get("sockets").asInt() >= 2, overview.toString());
                assertTrue(overview.get("replicas").size() >= 2, overview.toString());
                assertTrue(overview.get("presence_reachable").asBoolean());
            });
        }
    }

    @Test
    void theAdminApiIsNobodyElsesThroughTheGateway() throws Exception {
        // Given
        Room room = Room.make("two-forbidden");
        List<String> paths = List.of(
                "/api/messaging/admin",
                "/api/messaging/admin/rooms/",
                "/api/messaging/admin/rooms/" + room.id + "/messages/",
                "/api/messaging/admin/audit/",
                "/api/messaging/admin/overview/",
                "/api/messaging/admin/nothing");
        Person service = Person.of(stack, "some-service", "Some service", "service");

        // When / Then
        for (Person person : List.of(room.candidate, room.employer, service)) {
            for (String path : paths) {
                assertEquals(403, person.request(path).statusCode(), path);
            }
            assertEquals(
                    403,
                    person.tryPost("/api/messaging/admin/rooms/" + room.id + "/close/", "{\"reason\":\"Mine\"}")
                            .statusCode());
        }
    }

    @Test
    void aFileIsThereOnBothReplicasAndGoesThroughTheGateway() throws Exception {
        // Given nearly the largest one, and each person on a replica of their own
        byte[] file = new byte[25 * 1024 * 1024];
        new Random(25).nextBytes(file);
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, file, 0, 9);
        Room room = Room.make("two-files");
        try (Socket candidate = room.socket(0);
                Socket employer = room.socket(3)) {
            // When
            HttpResponse<String> uploaded = room.candidate.upload(room.id, "cv.pdf", file);
            assertEquals(201, uploaded.statusCode(), uploaded.body());
            String id = Person.JSON.readTree(uploaded.body()).get("id").asText();
            candidate.send(Map.of(
                    "type", "chat_message", "message_type", "file", "content", "", "attachment_ids", List.of(id)));

            // Then
            JsonNode shown = employer.await("chat_message").at("/message/attachments/0");
            assertEquals(id, shown.get("id").asText());
            for (int replica = 0; replica < 2; replica++)
                assertArrayEquals(file, room.employer.bytes(shown.get("url").asText()));
            HttpResponse<String> tooLarge = room.candidate.upload(room.id, "cv.pdf", new byte[30 * 1024 * 1024]);
            assertEquals(413, tooLarge.statusCode(), tooLarge.body());
        }
    }

    @Test
    void theSameClientIdOnBothReplicasAtOnceIsOneMessage() throws Exception {
        // Given two devices of one person on two replicas
        Room room = Room.make("two-same");
        try (Socket one = room.socket(0);
                Socket two = room.socket(2)) {
            for (int i = 0; i < 30; i++) {
                Map<String, Object> frame =
                        Map.of("type", "chat_message", "content", "again", "client_id", UUID.randomUUID());

                // When
                one.send(frame);
                two.send(frame);

                // Then
                JsonNode first = one.await("ack");
                JsonNode second = two.await("ack");
                assertEquals(first.get("message_id"), second.get("message_id"));
                assertEquals(i + 2, first.get("seq").asInt());
                assertNotEquals(first.get("duplicate"), second.get("duplicate"), first + " " + second);
            }
        }
    }

    @Test
    void aHangingRedisDelaysNoAcknowledgementAndLosesNoMessage() throws Exception {
        // Given
        Room room = Room.make("two-hang");
        try (Socket candidate = room.socket(0);
                Socket employer = room.socket(3)) {
            signal("STOP");
            try {
                // When
                for (int i = 0; i < 5; i++) {
                    candidate.send(
                            Map.of("type", "chat_message", "content", "line " + i, "client_id", UUID.randomUUID()));
                    candidate.await("ack");
                }

                // Then the other replica finds them in PostgreSQL
                assertEquals(List.of(2, 3, 4, 5, 6), employer.seqsUntil(6));
            } finally {
                signal("CONT");
            }

            // And goes on when Redis is back
            candidate.send(Map.of("type", "chat_message", "content", "back", "client_id", UUID.randomUUID()));
            assertEquals(List.of(7), employer.seqsUntil(7));
        }
    }

    @Test
    void replicasHearEachOtherAgainAfterRedisWasKilled() throws Exception {
        // Given
        Room room = Room.make("two-killed");
        try (Socket candidate = room.socket(0);
                Socket employer = room.socket(3)) {

            // When
            String pid = stack.env().get("REDIS_PID");
            signal("KILL");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !List.of("", pid)
                    .contains(stack.env().get("REDIS_PID")));

            // Then typing, which goes through Redis alone, arrives again
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                candidate.send(Map.of("type", "typing", "is_typing", false));
                candidate.send(Map.of("type", "typing", "is_typing", true));
                return employer.arrives("typing", frame -> true, Duration.ofSeconds(2));
            });
        }
    }

    @Test
    void aUserHasTwentySocketsOverAllReplicas() throws Exception {
        // Given ten on each
        Room room = Room.make("two-many");
        List<Socket> open = new ArrayList<>();
        for (int n = 0; n < 20; n++) open.add(room.socket(2 * n));

        // When / Then
        assertEquals(
                4011,
                room.candidate
                        .connectTo(replicas.getFirst(), "/ws/chat/" + room.id + "/")
                        .closeCode());
        open.forEach(Socket::close);
    }

    @Test
    void whoWasOnAKilledReplicaIsShownOfflineAndKilledPresenceServicesAreNotMissed() throws Exception {
        // Given
        Room room = Room.make("two-dead");
        try (Socket employer = room.socket(1);
                Socket onTheOther = room.socket(2)) {
            employer.await("user_status", frame -> frame.get("status").asText().equals("online"));

            // When the candidate's replica dies without a word, and one presence-service
            kill(stack.env().list("CHAT_PIDS").get(1));
            kill(stack.env().list("PRESENCE_PIDS").getFirst());

            // Then
            assertTrue(employer.arrives(
                    "user_status", frame -> frame.get("status").asText().equals("offline"), Duration.ofSeconds(90)));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> stack.run("status").exitCode() == 0);
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    private static void signal(String name) throws Exception {
        String pid = stack.env().get("REDIS_PID");
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    @Test
    void whoIsOnlineAndTypingIsSeenOnTheOtherReplica() throws Exception {
        // Given
        Room room = Room.make("two-presence");
        try (Socket employer = room.socket(1)) {

            // When
            try (Socket candidate = room.socket(2)) {

                // Then
                JsonNode online = employer.await("user_status");
                assertEquals("online", online.get("status").asText());
                candidate.send(Map.of("type", "typing", "is_typing", true));
                employer.await("typing", frame -> frame.get("is_typing").asBoolean());
                candidate.send(Map.of("type", "chat_message", "content", "done"));
                employer.await("typing", frame -> !frame.get("is_typing").asBoolean());
            }
            employer.await("user_status", frame -> frame.get("status").asText().equals("offline"));
        }
    }
}
