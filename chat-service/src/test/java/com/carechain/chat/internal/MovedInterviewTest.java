package com.carechain.chat.internal;

import static com.carechain.chat.internal.Interviews.cancelled;
import static com.carechain.chat.internal.Interviews.scheduled;
import static com.carechain.chat.internal.Interviews.with;
import static com.carechain.chat.internal.Interviews.words;
import static com.carechain.chat.testing.People.as;
import static com.carechain.chat.testing.Platform.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second announcement of an interview at another time is told as moved, without the platform's saying so. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class MovedInterviewTest {
    private static final String MONDAY = "2026-02-02T14:00:00.000Z";
    private static final String TUESDAY = "2026-02-03T14:00:00.000Z";
    private static final String FRIDAY = "2026-02-06T09:30:00.000Z";

    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    @Test
    void theSameInterviewAtAnotherTimeIsToldAsMoved() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY));

        // When
        apply(scheduled(people, 2, "i-1", TUESDAY));

        // Then
        assertThat(contents(room)).containsExactly(scheduledFor(MONDAY), moved(MONDAY, TUESDAY));
        Map<String, Object> card = interview(room, 1);
        assertThat(card)
                .containsEntry("rescheduled", true)
                .containsEntry("previous_starts_at", MONDAY)
                .containsEntry("starts_at", TUESDAY);
        assertThat(interview(room, 0)).containsEntry("rescheduled", false).doesNotContainKey("previous_starts_at");
    }

    @Test
    void withinOneBatchEachIsMovedFromTheOneBefore() {
        String room = apply(
                scheduled(people, 1, "i-1", MONDAY),
                scheduled(people, 2, "i-1", TUESDAY),
                scheduled(people, 3, "i-1", FRIDAY));
        assertThat(contents(room))
                .containsExactly(scheduledFor(MONDAY), moved(MONDAY, TUESDAY), moved(TUESDAY, FRIDAY));
    }

    @Test
    void aRepetitionKeepsItsWordsAndIsNoAnnouncementOfItsOwn() {
        // Given
        Map<String, Object> monday = scheduled(people, 1, "i-1", MONDAY);
        Map<String, Object> tuesday = scheduled(people, 2, "i-1", TUESDAY);
        String room = apply(monday, tuesday);

        // When the first comes again, with something new behind it
        send(List.of(tuesday, monday, scheduled(people, 3, "i-1", FRIDAY)))
                .body("results.outcome", contains("duplicate", "duplicate", "applied"));

        // Then
        assertThat(contents(room))
                .containsExactly(scheduledFor(MONDAY), moved(MONDAY, TUESDAY), moved(TUESDAY, FRIDAY));
    }

    @Test
    void whatCameTooLateWasNeverAnnounced() {
        // Given
        String room = apply(scheduled(people, 5, "i-1", MONDAY));

        // When
        send(List.of(scheduled(people, 4, "i-1", TUESDAY), scheduled(people, 6, "i-1", FRIDAY)))
                .body("results.outcome", contains("late", "applied"));

        // Then
        assertThat(contents(room)).containsExactly(scheduledFor(MONDAY), moved(MONDAY, FRIDAY));
    }

    @Test
    void theSameTimeAgainAnotherInterviewAndOneAfterACancellationAreNotMoved() {
        String room = apply(
                scheduled(people, 1, "i-1", MONDAY),
                scheduled(people, 2, "i-1", MONDAY),
                scheduled(people, 3, "i-2", TUESDAY),
                cancelled(people, 4, "i-1"),
                scheduled(people, 5, "i-1", FRIDAY));
        assertThat(contents(room))
                .containsExactly(
                        scheduledFor(MONDAY),
                        scheduledFor(MONDAY),
                        scheduledFor(TUESDAY),
                        "The interview is cancelled.",
                        scheduledFor(FRIDAY));
    }

    @Test
    void anotherRoomsInterviewOfThatNameIsAnotherInterview() {
        // Given
        People others = People.some();
        apply(scheduled(others, 1, "i-1", MONDAY));

        // When / Then
        assertThat(contents(apply(scheduled(people, 1, "i-1", TUESDAY)))).containsExactly(scheduledFor(TUESDAY));
    }

    @Test
    void anEventThatBringsNoOtherWordsKeepsItsOwn() {
        // Given: the platform itself said so, and the bridge found the words
        String room = apply(scheduled(people, 1, "i-1", MONDAY));
        Map<String, Object> told = scheduled(people, 2, "i-1", TUESDAY);
        told.remove("if_moved");
        told.put("content", "Moved, as the platform says.");

        // When / Then
        apply(told);
        assertThat(contents(room)).containsExactly(scheduledFor(MONDAY), "Moved, as the platform says.");
    }

    @Test
    void aCardWithoutWordsIsQuotedByItsTime() {
        // Given: as cards were before they had words
        Map<String, Object> old = scheduled(people, 1, "i-1", MONDAY);
        String room =
                apply(with(old, new java.util.HashMap<>(java.util.Collections.singletonMap("starts_in_words", null))));

        // When / Then
        apply(scheduled(people, 2, "i-1", TUESDAY));
        assertThat(contents(room).getLast())
                .isEqualTo("Interview moved from " + MONDAY + " to " + words(TUESDAY) + ".");
    }

    @Test
    void socketsAndKafkaHearTheWordsThatAreKept() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY));
        try (ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
                Topic topic = Topic.chatEvents()) {
            socket.await("welcome");

            // When
            apply(scheduled(people, 2, "i-1", TUESDAY));

            // Then
            assertThat(socket.await("chat_message").at("/message/content").asText())
                    .isEqualTo(moved(MONDAY, TUESDAY));
            assertThat(topic.await(room, 3)
                            .getLast()
                            .json()
                            .at("/data/message/content")
                            .asText())
                    .isEqualTo(moved(MONDAY, TUESDAY));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void anInterviewWithoutAUsableIdIsRejected(int length) {
        send(List.of(scheduled(people, 1, "i".repeat(length), MONDAY)))
                .body("results[0].outcome", equalTo("rejected"))
                .body("results[0].detail", containsString("card.interview.id"));
    }

    @Test
    void otherWordsThatCannotBeKeptAreRejected() {
        Map<String, Object> event = scheduled(people, 1, "i-1", MONDAY);
        event.put("if_moved", Map.of("before", "x".repeat(5_000), "after", "y".repeat(5_001)));
        send(List.of(event))
                .body("results[0].outcome", equalTo("rejected"))
                .body("results[0].detail", containsString("if_moved"));
        event.put("if_moved", Map.of("before", "x"));
        send(List.of(event))
                .body("results[0].outcome", equalTo("rejected"), "results[0].detail", containsString("after"));
    }

    @Test
    void theLongestWordsAreCutAndNotRefused() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY));
        Map<String, Object> longest = scheduled(people, 2, "i-1", TUESDAY);
        longest.put("if_moved", Map.of("before", "from ", "after", "y".repeat(9_995)));

        // When / Then
        apply(longest);
        assertThat(contents(room).getLast()).hasSize(10_000).startsWith("from " + words(MONDAY) + "yyy");
    }

    // --- helpers

    private static String scheduledFor(String startsAt) {
        return "Interview scheduled for " + words(startsAt) + ".";
    }

    private static String moved(String from, String to) {
        return "Interview moved from " + words(from) + " to " + words(to) + ".";
    }

    @SafeVarargs
    private static String apply(Map<String, Object>... events) {
        return send(List.of(events))
                .statusCode(200)
                .body("results.outcome", org.hamcrest.Matchers.everyItem(equalTo("applied")))
                .extract()
                .path("results[0].room_id");
    }

    private List<String> contents(String room) {
        return as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .path("results.content");
    }

    private Map<String, Object> interview(String room, int message) {
        return as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .path("results[" + message + "].card.interview");
    }
}
