package com.carechain.chat.interview;

import static com.carechain.chat.internal.Interviews.cancelled;
import static com.carechain.chat.internal.Interviews.scheduled;
import static com.carechain.chat.internal.Interviews.with;
import static com.carechain.chat.testing.People.as;
import static com.carechain.chat.testing.Platform.event;
import static com.carechain.chat.testing.Platform.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An interview's card as a calendar file, read back by a library that is not ours. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class InterviewResourceTest {
    private static final String MONDAY = "2026-02-02T14:00:00.000Z";
    private static final String TUESDAY = "2026-02-03T23:30:00.000Z";

    private final People people = People.some();

    @Test
    void aScheduledInterviewIsAnEntryForTheCalendar() {
        // Given: words that the format gives a meaning to, and that need more than one line
        String place = "Main Street 5; room 2, \\ \"left\" door: 😀 " + "ä".repeat(100);
        String video = "https://video.example/room;a?id=1&x=%20y,z";
        Map<String, Object> event = scheduled(people, 7, "i-1", MONDAY);
        event.put("content", "Interview.\nPlace: here; there, \\o/ 😀");
        with(event, Map.of("ends_at", "2026-02-02T14:45:00.000Z", "location", place, "video_url", video));
        String room = apply(event);

        // When
        Response answer = calendar(room, 0);

        // Then
        answer.then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/calendar; charset=utf-8; method=PUBLISH"))
                .header("Content-Disposition", equalTo("attachment; filename=\"interview-2026-02-02.ics\""))
                .header("Cache-Control", equalTo("private, no-cache"));
        String text = new String(answer.asByteArray(), StandardCharsets.UTF_8);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
        for (String line : text.split("\r\n"))
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
        ICalendar calendar = read(answer);
        assertThat(calendar.getMethod().getValue()).isEqualTo("PUBLISH");
        VEvent entry = calendar.getEvents().getFirst();
        assertThat(entry.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse(MONDAY));
        assertThat(entry.getDateEnd().getValue().toInstant()).isEqualTo(Instant.parse("2026-02-02T14:45:00Z"));
        assertThat(entry.getDateTimeStamp().getValue().toInstant())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(entry.getSummary().getValue())
                .isEqualTo("Interview: Nurse %s (Ana %s, Mercy %s)"
                        .formatted(people.job(), people.candidate(), people.employer()));
        assertThat(entry.getDescription().getValue()).isEqualTo("Interview.\nPlace: here; there, \\o/ 😀");
        assertThat(entry.getLocation().getValue()).isEqualTo(place);
        assertThat(entry.getUrl().getValue()).isEqualTo(video);
        assertThat(entry.getSequence().getValue()).isEqualTo(7);
        assertThat(entry.getStatus().getValue()).isEqualTo("CONFIRMED");
        assertThat(entry.getOrganizer()).isNull();
    }

    @Test
    void anOlderCardOfAMovedInterviewGivesWhatHoldsNow() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY));
        VEvent before = entry(room, 0);
        apply(scheduled(people, 2, "i-2", MONDAY), scheduled(people, 3, "i-1", TUESDAY));

        // When
        VEvent after = entry(room, 0);

        // Then: the same entry, newer
        assertThat(after.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse(TUESDAY));
        assertThat(after.getUid().getValue()).isEqualTo(before.getUid().getValue());
        assertThat(after.getSequence().getValue()).isEqualTo(3);
        assertThat(after.getDescription().getValue()).startsWith("Interview moved from ");
        assertThat(calendar(room, 0).asString().replaceAll("DTSTAMP.*", ""))
                .isEqualTo(calendar(room, 2).asString().replaceAll("DTSTAMP.*", ""));
        // And another interview is another entry
        assertThat(entry(room, 1).getUid().getValue())
                .isNotEqualTo(before.getUid().getValue());
    }

    @Test
    void aCancelledInterviewTakesItsEntryBackAndAnewIsThere() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY), cancelled(people, 2, "i-1"));

        // When
        calendar(room, 0)
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/calendar; charset=utf-8; method=CANCEL"));
        ICalendar calendar = read(calendar(room, 1));

        // Then: known by its id alone, it is still the one of Monday
        assertThat(calendar.getMethod().getValue()).isEqualTo("CANCEL");
        VEvent entry = calendar.getEvents().getFirst();
        assertThat(entry.getStatus().getValue()).isEqualTo("CANCELLED");
        assertThat(entry.getSequence().getValue()).isEqualTo(2);
        assertThat(entry.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse(MONDAY));

        // And when it is arranged again
        apply(scheduled(people, 3, "i-1", TUESDAY));
        assertThat(entry(room, 1).getStatus().getValue()).isEqualTo("CONFIRMED");
        assertThat(entry(room, 1).getSequence().getValue()).isEqualTo(3);
    }

    @Test
    void onlyHttpsIsALink() {
        String room = apply(
                with(scheduled(people, 1, "i-1", MONDAY), Map.of("video_url", "http://plain.example/")),
                with(scheduled(people, 2, "i-2", MONDAY), Map.of("video_url", "javascript:alert(1)")),
                with(scheduled(people, 3, "i-3", MONDAY), Map.of("video_url", "https://no good/")),
                with(scheduled(people, 4, "i-4", MONDAY), Map.of("video_url", "https://video.example/4")));
        for (int i = 0; i < 3; i++) {
            assertThat(entry(room, i).getUrl()).isNull();
            assertThat(entry(room, i).getLocation()).isNull();
        }
        // Without another place the link is the place
        assertThat(entry(room, 3).getLocation().getValue()).isEqualTo("https://video.example/4");
    }

    @Test
    void aVersionBeyondTheStandardsIntegersIsTheLargestOfThem() {
        assertThat(entry(apply(scheduled(people, 1L << 53, "i-1", MONDAY)), 0)
                        .getSequence()
                        .getValue())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatIsAboutNoInterviewWithADateIsNotFound() {
        // Given
        Map<String, Object> strange = scheduled(people, 3, "i-3", "sometime");
        String room = apply(event(people, 1, "Ana applied."), cancelled(people, 2, "i-never"), strange);
        String text = as(people.candidateToken())
                .body(Map.of("content", "Hello"))
                .post("/api/messaging/rooms/" + room + "/messages/")
                .path("id");

        // When / Then
        for (int i = 0; i < 3; i++) notFound(calendar(room, i));
        notFound(as(people.candidateToken()).get(path(room, text)));
        notFound(as(people.candidateToken()).get(path(room, UUID.randomUUID().toString())));
        notFound(as(people.candidateToken()).get(path(room, "x")));
    }

    @Test
    void nobodyElseGetsIt() {
        // Given
        String room = apply(scheduled(people, 1, "i-1", MONDAY));
        String message = message(room, 0);
        People others = People.some();
        String theirs = others.room();

        // When / Then
        as(people.employerToken()).get(path(room, message)).then().statusCode(200);
        notFound(as(others.candidateToken()).get(path(room, message)));
        notFound(as(others.candidateToken()).get(path(theirs, message)));
        RestAssured.given().get(path(room, message)).then().statusCode(401).contentType("application/problem+json");
    }

    // --- helpers

    private static void notFound(Response answer) {
        answer.then().statusCode(404).contentType("application/problem+json").body("code", equalTo("not_found"));
    }

    @SafeVarargs
    private static String apply(Map<String, Object>... events) {
        return send(List.of(events))
                .statusCode(200)
                .body("results.outcome", org.hamcrest.Matchers.everyItem(equalTo("applied")))
                .extract()
                .path("results[0].room_id");
    }

    private VEvent entry(String room, int message) {
        Response answer = calendar(room, message);
        answer.then().statusCode(200);
        return read(answer).getEvents().getFirst();
    }

    /** Refuses what the standard does not allow. */
    private static ICalendar read(Response answer) {
        ICalendar calendar = Biweekly.parse(new String(answer.asByteArray(), StandardCharsets.UTF_8))
                .first();
        assertThat(calendar.validate(ICalVersion.V2_0).toString()).isEmpty();
        return calendar;
    }

    private Response calendar(String room, int message) {
        return as(people.candidateToken()).get(path(room, message(room, message)));
    }

    private String message(String room, int index) {
        return as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .path("results[" + index + "].id");
    }

    private static String path(String room, String message) {
        return "/api/messaging/rooms/" + room + "/messages/" + message + "/interview.ics";
    }
}
