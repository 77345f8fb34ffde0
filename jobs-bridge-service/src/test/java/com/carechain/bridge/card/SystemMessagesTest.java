package com.carechain.bridge.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.chat.ChatEvent;
import com.carechain.bridge.event.ApplicationEvent;
import com.carechain.bridge.event.EventReader;
import com.carechain.bridge.event.Reading;
import com.carechain.bridge.testing.Events;
import com.carechain.bridge.testing.Wire;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemMessagesTest {
    private static final ObjectMapper JSON = Wire.json();

    @ParameterizedTest
    @CsvSource({
        "submitted",
        "status-changed",
        "interview-scheduled",
        "interview-moved",
        "interview-cancelled",
        "interview-cancelled-by-id",
        "withdrawn"
    })
    void everyEventIsSentAsItsGoldenFileShows(String name) throws Exception {
        String sent =
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ChatEvent.of(understood(example(name)), null));

        try (InputStream golden = getClass().getResourceAsStream("/golden/" + name + ".json")) {
            assertEquals(JSON.readTree(golden), JSON.readTree(sent), sent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "under_review, under review",
        "UNDER-REVIEW, under review",
        "underReview, under review",
        "rejected, not selected",
        "offer, offer made",
        "waiting_for_licence_check, waiting for licence check",
        "Stage.2, stage 2"
    })
    void statusCodesBecomeWords(String status, String words) {
        assertEquals(words, StatusWords.label(status));
    }

    @Test
    void aFirstStatusHasNoBefore() {
        ObjectNode event = Events.statusChanged("app-1", 2, "x", "under_review");
        Events.data(event).putNull("previous_status");

        SystemMessage message = message(event);

        assertEquals("The application is now: under review.", message.content());
        assertNull(message.card().previousStatusLabel());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-29T00:30:00Z | Europe/Berlin | Sunday, 29 March 2026 at 01:30 (Europe/Berlin, 00:30 UTC)",
                "2026-03-29T01:30:00Z | Europe/Berlin | Sunday, 29 March 2026 at 03:30 (Europe/Berlin, 01:30 UTC)",
                "2026-02-03T23:30:00Z | Asia/Tokyo    | Wednesday, 4 February 2026 at 08:30 (Asia/Tokyo, 3 February 23:30 UTC)",
                "2026-02-03T08:00:00Z | UTC           | Tuesday, 3 February 2026 at 08:00 (UTC)"
            })
    void aStartIsToldInItsOwnZoneAndInUtc(String start, String zone, String words) {
        ObjectNode event = Events.interviewScheduled("app-1", 3);
        Events.interview(event).put("starts_at", start).put("time_zone", zone);

        assertTrue(message(event).content().startsWith("Interview scheduled for " + words + ", 45 minutes."));
    }

    @ParameterizedTest
    @CsvSource({"1, 1 minute", "45, 45 minutes", "60, 1 hour", "90, 1 hour 30 minutes", "121, 2 hours 1 minute"})
    void durationsAreWords(int minutes, String words) {
        assertEquals(words, DateWords.duration(minutes));
    }

    @Test
    void theLargestEventStaysWithinChatServicesBounds() throws Exception {
        // Given
        ObjectNode event = Events.interviewScheduled("a".repeat(64), 9007199254740992L);
        Events.data(event).put("note", "\ud83d\ude00".repeat(4000));
        ((ObjectNode) Events.data(event).get("job")).put("id", "j".repeat(64)).put("title", "\ud83d\ude00".repeat(200));
        Events.interview(event)
                .put("location", "\ud83d\ude00".repeat(200))
                .put("video_url", "https://v.example/" + "x".repeat(982))
                .put("previous_starts_at", "2026-02-01T10:00:00Z");

        // When
        SystemMessage message = message(event);

        // Then
        assertTrue(JSON.writeValueAsString(message.card()).getBytes(StandardCharsets.UTF_8).length <= 8 * 1024);
        assertTrue(message.content().length() <= 10_000);
        assertFalse(Character.isHighSurrogate(
                message.card().note().charAt(message.card().note().length() - 2)));
    }

    @Test
    void onlyAWithdrawalClosesTheRoom() {
        assertTrue(message(Events.withdrawn("app-1", 9)).closesRoom());
        assertFalse(message(Events.interviewCancelled("app-1", 9)).closesRoom());
    }

    private static ObjectNode example(String name) {
        ObjectNode event =
                switch (name) {
                    case "submitted" -> Events.submitted("app-1", 1);
                    case "status-changed" -> Events.statusChanged("app-1", 2, "submitted", "under_review");
                    case "interview-scheduled", "interview-moved" -> Events.interviewScheduled("app-1", 3);
                    case "interview-cancelled", "interview-cancelled-by-id" -> Events.interviewCancelled("app-1", 4);
                    default -> Events.withdrawn("app-1", 5);
                };
        switch (name) {
            case "submitted" -> Events.data(event).put("note", "Available from May.\nWarm regards");
            case "interview-moved" -> Events.interview(event).put("previous_starts_at", "2026-02-01T10:00:00Z");
            case "interview-cancelled-by-id" ->
                Events.data(event).putObject("interview").put("id", "interview-1");
            default -> {}
        }
        return event;
    }

    private static SystemMessage message(ObjectNode event) {
        return SystemMessages.of(understood(event));
    }

    private static ApplicationEvent understood(ObjectNode event) {
        byte[] key = Events.data(event).get("application_id").asText().getBytes(StandardCharsets.UTF_8);
        Reading reading = new EventReader(1024 * 1024)
                .read(new ConsumerRecord<>("t", 0, 0, key, event.toString().getBytes(StandardCharsets.UTF_8)));
        return switch (reading) {
            case Reading.Understood understood -> understood.event();
            case Reading.Skipped skipped -> throw new AssertionError(skipped.toString());
            case Reading.Poison poison -> throw new AssertionError(poison.reason());
        };
    }
}
