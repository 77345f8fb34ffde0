package com.carechain.chat.internal;

import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import java.util.HashMap;
import java.util.Map;

/** Events about interviews as jobs-bridge-service sends them; its golden files show the whole of them. */
public final class Interviews {
    private Interviews() {}

    public static String words(String startsAt) {
        return "the time " + startsAt;
    }

    public static Map<String, Object> scheduled(People people, long version, String interview, String startsAt) {
        Map<String, Object> event = about(people, version, "interview_scheduled", interview, startsAt);
        event.put("content", "Interview scheduled for " + words(startsAt) + ".");
        event.put("if_moved", Map.of("before", "Interview moved from ", "after", " to " + words(startsAt) + "."));
        return event;
    }

    public static Map<String, Object> cancelled(People people, long version, String interview) {
        Map<String, Object> event = about(people, version, "interview_cancelled", interview, null);
        event.put("content", "The interview is cancelled.");
        return event;
    }

    /** What of the card's interview shall be otherwise. */
    public static Map<String, Object> with(Map<String, Object> event, Map<String, Object> fields) {
        Map<String, Object> card = new HashMap<>(object(event.get("card")));
        Map<String, Object> interview = new HashMap<>(object(card.get("interview")));
        interview.putAll(fields);
        card.put("interview", interview);
        event.put("card", card);
        return event;
    }

    private static Map<String, Object> about(
            People people, long version, String kind, String interview, String startsAt) {
        Map<String, Object> event = Platform.event(people, version, "");
        Map<String, Object> told = new HashMap<>(Map.of("id", interview, "rescheduled", false));
        if (startsAt != null) {
            told.put("starts_at", startsAt);
            told.put("starts_in_words", words(startsAt));
        }
        event.put(
                "card",
                Map.of(
                        "kind",
                        kind,
                        "sequence",
                        version,
                        "occurred_at",
                        "2026-01-31T12:00:00.000Z",
                        "interview",
                        told));
        return event;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
