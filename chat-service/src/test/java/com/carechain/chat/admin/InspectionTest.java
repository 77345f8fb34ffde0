package com.carechain.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, filters, searches, pages. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class InspectionTest {
    private final Administrator admin = Administrator.someone();

    // --- rooms

    @Test
    void roomsAreFoundByTheirIdsNamesJobAndStatus() {
        // Given
        People people = People.some();
        String room = people.room();
        People.some().room();

        // When / Then
        assertThat(ids(admin.get("/rooms?user={user}", people.candidate()))).containsExactly(room);
        assertThat(ids(admin.get("/rooms?user={user}", people.employer()))).containsExactly(room);
        assertThat(ids(admin.get("/rooms?job={job}", people.job()))).containsExactly(room);
        assertThat(ids(admin.get("/rooms?application={a}", "app-" + people.job())))
                .containsExactly(room);
        for (String words : List.of(
                room,
                people.job(),
                "app-" + people.job(),
                people.candidate(),
                ("ANA " + people.candidate()).toUpperCase(java.util.Locale.ROOT),
                "urse " + people.job()))
            assertThat(ids(admin.get("/rooms?q={q}", words))).as(words).containsExactly(room);
        assertThat(ids(admin.get("/rooms?user={user}&status=closed", people.candidate())))
                .isEmpty();
        admin.post("/rooms/" + room + "/close", "Over");
        assertThat(ids(admin.get("/rooms?user={user}&status=closed", people.candidate())))
                .containsExactly(room);
        assertThat(ids(admin.get("/rooms?user={user}&status=active", people.candidate())))
                .isEmpty();
    }

    @Test
    void roomsAreFoundByTheTimeOfTheirLatestActivity() {
        // Given
        People people = People.some();
        String room = people.room();
        String user = people.candidate();
        Instant now = Instant.now();
        String before = now.minus(1, ChronoUnit.HOURS).toString();
        String after = now.plus(1, ChronoUnit.HOURS).toString();

        // When / Then
        assertThat(ids(admin.get("/rooms?user={u}&from={f}&to={t}", user, before, after)))
                .containsExactly(room);
        assertThat(ids(admin.get("/rooms?user={u}&from={f}", user, after))).isEmpty();
        assertThat(ids(admin.get("/rooms?user={u}&to={t}", user, before))).isEmpty();
    }

    @Test
    void wildcardsInASearchAreOnlyCharacters() {
        People people = People.some();
        people.room();
        for (String words : List.of("%" + people.job(), "Nurse_" + people.job(), "Nurse " + people.job() + "!"))
            assertThat(ids(admin.get("/rooms?q={q}", words))).as(words).isEmpty();
    }

    @Test
    void pagesOfRoomsFollowEachOtherWithoutGapOrRepetition() {
        // Given: five rooms of one employer
        People one = People.some();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++)
            made.add(new People("ana-" + UUID.randomUUID().toString().substring(0, 8), one.employer(), one.job() + i)
                    .room());

        // When
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = cursor == null
                    ? admin.get("/rooms?user={u}&limit=2", one.employer())
                    : admin.get("/rooms?user={u}&limit=2&cursor={c}", one.employer(), cursor);
            assertThat(page.get("results").size()).isBetween(1, 2);
            seen.addAll(ids(page));
            cursor = page.get("next_cursor").isNull()
                    ? null
                    : page.get("next_cursor").asText();
        } while (cursor != null);

        // Then
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
    }

    @Test
    void oneRoomShowsReceiptsAndThePresenceThatPresenceServiceTells() {
        // Given
        People people = People.some();
        String room = people.room();
        ModerationTest.send(people, room, "Hello");
        People.as(people.employerToken())
                .post("/api/messaging/rooms/" + room + "/mark-read")
                .then()
                .statusCode(200);
        LocalParts.presence().set(people.employer(), "away");

        // When
        JsonNode shown = admin.get("/rooms/" + room);

        // Then
        JsonNode employer = shown.get("participants")
                .valueStream()
                .filter(p -> p.get("role").asText().equals("employer"))
                .findFirst()
                .orElseThrow();
        assertThat(employer.at("/presence/status").asText()).isEqualTo("away");
        assertThat(employer.get("read_seq").asLong()).isEqualTo(1);
        assertThat(employer.get("read_at").isNull()).isFalse();
        assertThat(employer.get("left_at").isNull()).isTrue();
        // And: the list asks nobody's presence and shows nobody's words
        JsonNode listed = admin.get("/rooms?user={u}", people.employer()).at("/results/0");
        assertThat(listed.at("/participants/0").has("presence")).isFalse();
        assertThat(listed.toString()).doesNotContain("Hello");
    }

    @Test
    void aMemberWhoHasLeftIsStillShown() {
        // Given
        People people = People.some();
        String room = people.room();
        Database.remove(people.candidate(), room);

        // When
        JsonNode shown = admin.get("/rooms?user={u}", people.candidate()).at("/results/0");

        // Then
        assertThat(shown.get("id").asText()).isEqualTo(room);
        assertThat(shown.get("participants").valueStream().filter(p -> !p.get("left_at")
                        .isNull()))
                .singleElement()
                .satisfies(p -> assertThat(p.get("user_id").asText()).isEqualTo(people.candidate()));
    }

    // --- messages

    @Test
    void aRoomsMessagesArePagedInBothDirections() {
        // Given
        People people = People.some();
        String room = people.room();
        for (int i = 1; i <= 5; i++) ModerationTest.send(people, room, "message " + i);

        // When / Then
        JsonNode newest = admin.get("/rooms/" + room + "/messages?limit=2");
        assertThat(seqs(newest)).containsExactly(4L, 5L);
        assertThat(newest.get("has_more").asBoolean()).isTrue();
        JsonNode before = admin.get("/rooms/" + room + "/messages?limit=3&before_seq=4");
        assertThat(seqs(before)).containsExactly(1L, 2L, 3L);
        assertThat(before.get("has_more").asBoolean()).isFalse();
        JsonNode after = admin.get("/rooms/" + room + "/messages?limit=2&after_seq=1");
        assertThat(seqs(after)).containsExactly(2L, 3L);
        assertThat(after.get("has_more").asBoolean()).isTrue();
        // And: the audit says which messages were shown
        assertThat(admin.lines("messages_read"))
                .extracting(l -> l.at("/details/first_seq").asLong())
                .containsExactly(2L, 1L, 4L);
    }

    @Test
    void wordsAreFoundInARoomAndBySenderAndInATime() {
        // Given
        People people = People.some();
        String room = people.room();
        String id = ModerationTest.send(people, room, "Ich komme aus Zürich, 100% sicher");
        ModerationTest.send(people, room, "Something else");

        // When / Then
        for (String where : List.of(
                "room=" + room,
                "sender=" + people.candidate(),
                "sender=" + people.candidate() + "&room=" + room,
                "sender=" + people.candidate() + "&from=" + Instant.now().minusSeconds(3600))) {
            JsonNode found = admin.get("/messages?q={q}&" + where, "ZÜRICH, 100%");
            assertThat(ids(found)).as(where).containsExactly(id);
            assertThat(found.at("/rooms/0/id").asText()).isEqualTo(room);
        }
        assertThat(ids(admin.get("/messages?q={q}&room=" + room, "100_ sicher")))
                .isEmpty();
        assertThat(ids(admin.get("/messages?q={q}&sender=" + people.employer(), "Zürich")))
                .isEmpty();
        assertThat(ids(admin.get(
                        "/messages?q={q}&room=" + room + "&to=" + Instant.now().minusSeconds(3600), "Zürich")))
                .isEmpty();
    }

    @Test
    void wordsAreFoundAcrossRoomsInATime() {
        // Given
        String word = "w" + UUID.randomUUID();
        People one = People.some();
        People other = People.some();
        String first = ModerationTest.send(one, one.room(), "say " + word);
        String second = ModerationTest.send(other, other.room(), "hear " + word);
        String from = Instant.now().minus(1, ChronoUnit.DAYS).toString();

        // When
        JsonNode newest = admin.get("/messages?q={q}&from={f}&limit=1", word, from);
        JsonNode rest = admin.get(
                "/messages?q={q}&from={f}&limit=1&cursor={c}",
                word,
                from,
                newest.get("next_cursor").asText());

        // Then
        assertThat(ids(newest)).containsExactly(second);
        assertThat(ids(rest)).containsExactly(first);
        assertThat(rest.get("next_cursor").isNull()).isTrue();
        // And: the audit says what was looked for and shown
        assertThat(admin.lines("messages_searched").getFirst().at("/details/q").asText())
                .isEqualTo(word);
        assertThat(admin.lines("messages_searched")
                        .getFirst()
                        .at("/details/shown/0")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void pagesOfASearchInARoomFollowEachOther() {
        // Given
        People people = People.some();
        String room = people.room();
        List<String> sent = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> ModerationTest.send(people, room, "needle " + i))
                .toList();

        // When
        JsonNode one = admin.get("/messages?q=needle&limit=3&room=" + room);
        JsonNode two = admin.get(
                "/messages?q=needle&limit=3&room={r}&cursor={c}",
                room,
                one.get("next_cursor").asText());

        // Then
        assertThat(ids(one)).containsExactly(sent.get(4), sent.get(3), sent.get(2));
        assertThat(ids(two)).containsExactly(sent.get(1), sent.get(0));
        assertThat(two.get("next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/rooms?status=open, status",
        "/rooms?limit=0, limit",
        "/rooms?limit=201, limit",
        "/rooms?limit=x, limit",
        "/rooms?cursor=x, cursor",
        "/rooms?from=yesterday, from",
        "/rooms?to=2026-01-31, to",
        "/rooms?from=9999-01-01T00:00:00Z, from",
        "/rooms?q=a%00b, q",
        "/messages, q",
        "/messages?q=a, q",
        "/messages?q=hello, from",
        "/messages?q=hello&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z, from",
        "/messages?q=hello&from=2026-03-01T00:00:00Z&to=2026-01-01T00:00:00Z, from",
        "/messages?q=hello&room=x, room",
        "/messages?q=hello&sender=a&cursor=!, cursor",
        "/audit?action=deleted, action",
        "/audit?cursor=abc, cursor",
        "/audit?room=abc, room",
        "/rooms/00000000-0000-8000-8000-000000000001/messages?before_seq=-1, before_seq",
        "/rooms/00000000-0000-8000-8000-000000000001/messages?before_seq=1&after_seq=1, after_seq",
    })
    void whatCannotBeAskedIsRefusedByTheNameOfItsField(String path, String field) {
        Response answer = admin.request().urlEncodingEnabled(false).get(Administrator.API + path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo(field);
    }

    @Test
    void aRoomThatDoesNotExistIsNotFound() {
        for (String path :
                List.of("/rooms/" + UUID.randomUUID(), "/rooms/" + UUID.randomUUID() + "/messages", "/rooms/abc"))
            assertThat(admin.request().get(Administrator.API + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
    }

    private static List<String> ids(JsonNode page) {
        return page.get("results").valueStream().map(r -> r.get("id").asText()).toList();
    }

    private static List<Long> seqs(JsonNode page) {
        return page.get("results").valueStream().map(r -> r.get("seq").asLong()).toList();
    }
}
