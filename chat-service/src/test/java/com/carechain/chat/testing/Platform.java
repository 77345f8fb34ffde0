package com.carechain.chat.testing;

import static com.carechain.chat.testing.People.as;

import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What jobs-bridge-service says of an application: the only source of system messages and of closed rooms. */
public final class Platform {
    private Platform() {}

    public static String token() {
        return People.token("jobs-bridge-service", "service");
    }

    /** An event that the service accepts; change what the test is about. */
    public static Map<String, Object> event(People people, long version, String content) {
        Map<String, Object> event = new HashMap<>(people.newRoom());
        event.put("event_id", "/job-platform#" + people.job() + "-" + version);
        event.put("version", version);
        event.put("occurred_at", "2026-01-31T12:00:00.000Z");
        event.put("content", content);
        event.put("card", Map.of("kind", "status_changed", "status", "interview"));
        event.put("closes_room", false);
        return event;
    }

    public static ValidatableResponse send(List<?> events) {
        return as(token())
                .body(Map.of("events", events))
                .post("/internal/application-events")
                .then();
    }

    /** That many system messages, "1", "2", …: there is no rate limit on these. */
    public static void write(People people, int from, int to) {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            batch.add(event(people, i, String.valueOf(i)));
            if (batch.size() == 100 || i == to) {
                send(batch).statusCode(200);
                batch.clear();
            }
        }
    }

    public static void close(People people, long version) {
        Map<String, Object> event = event(people, version, "The application was withdrawn.");
        event.put("closes_room", true);
        send(List.of(event)).statusCode(200);
    }
}
