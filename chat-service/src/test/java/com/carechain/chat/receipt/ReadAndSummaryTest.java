package com.carechain.chat.receipt;

import static com.carechain.chat.testing.People.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The read mark and what is derived from it: unread in answers, lists and the summary. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ReadAndSummaryTest {
    private static final String SUMMARY = "/api/messaging/summary/";

    private final People people = People.some();
    private String room;

    @BeforeEach
    void openRoom() {
        room = people.room();
    }

    // --- mark-read

    @Test
    void markingUpToAMessageLeavesTheRestUnread() {
        // Given
        write(people.employerToken(), 5);

        // When / Then
        read("{\"seq\":3}")
                .statusCode(200)
                .body("keySet()", equalTo(Set.of("room_id", "read_seq", "unread_count")))
                .body("room_id", equalTo(room), "read_seq", equalTo(3), "unread_count", equalTo(2));
        theRoom()
                .body(
                        "unread_count",
                        equalTo(2),
                        "participants[0].read_seq",
                        equalTo(3),
                        "participants[0].delivered_seq",
                        equalTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"seq\":null}", "{\"unknown\":1}"})
    void markingWithoutSeqReadsAll(String body) {
        write(people.employerToken(), 3);
        read(body).statusCode(200).body("read_seq", equalTo(3), "unread_count", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mark-read/", "/mark-read"})
    void aRequestWithoutBodyAndContentTypeReadsAll(String path) {
        write(people.employerToken(), 2);
        RestAssured.given()
                .noContentType()
                .auth()
                .oauth2(people.candidateToken())
                .post("/api/messaging/rooms/" + room + path)
                .then()
                .statusCode(200)
                .body("read_seq", equalTo(2), "unread_count", equalTo(0));
    }

    @Test
    void theMarkOnlyRisesAndNeverBeyondTheLastMessage() {
        // Given
        write(people.employerToken(), 3);

        // When / Then
        read("{\"seq\":2}").body("read_seq", equalTo(2));
        read("{\"seq\":1}").body("read_seq", equalTo(2), "unread_count", equalTo(1));
        read("{\"seq\":0}").body("read_seq", equalTo(2));
        read("{\"seq\":9007199254740992}").body("read_seq", equalTo(3), "unread_count", equalTo(0));
        write(people.employerToken(), 1);
        theRoom().body("unread_count", equalTo(1), "participants[0].read_seq", equalTo(3));
    }

    @Test
    void anEmptyRoomIsReadAtZero() {
        read("").statusCode(200).body("read_seq", equalTo(0), "unread_count", equalTo(0));
        theRoom().body("rev", equalTo(0));
    }

    @Test
    void markingAgainChangesNothing() {
        write(people.employerToken(), 1);
        read("");
        theRoom().body("rev", equalTo(2));
        read("");
        theRoom().body("rev", equalTo(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"seq\":-1}|seq",
                "{\"seq\":\"x\"}|seq",
                "{\"seq\":99999999999999999999}|seq",
                "{\"seq\":[1]}|seq",
                "{\"seq\"|body",
                "[]|body"
            })
    void aBadMarkIsRefusedWithTheFieldNamed(String body, String field) {
        write(people.employerToken(), 1);
        read(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"), "errors.field", hasItem(field));
        theRoom().body("unread_count", equalTo(1));
    }

    // --- unread

    @Test
    void unreadCountsOthersUndeletedMessagesAndTheSystems() {
        // Given: two of the other side, one of them deleted; one's own; one of the system
        String gone = write(people.employerToken(), 2);
        as(people.employerToken())
                .delete("/api/messaging/rooms/" + room + "/messages/" + gone)
                .then()
                .statusCode(200);
        write(people.candidateToken(), 1);
        Platform.write(people, 1, 1);

        // When / Then
        theRoom().body("unread_count", equalTo(2));
        as(people.employerToken()).get("/api/messaging/rooms/" + room).then().body("unread_count", equalTo(2));
        as(people.candidateToken()).get("/api/messaging/rooms/").then().body("results.unread_count", contains(2));
        read("{\"seq\":1}").body("unread_count", equalTo(1));
    }

    // --- summary

    @Test
    void theSummaryOfANewcomerIsEmpty() {
        as(People.some().candidateToken())
                .get(SUMMARY)
                .then()
                .statusCode(200)
                .body(
                        "keySet()",
                        equalTo(Set.of(
                                "rooms_total",
                                "rooms_unread",
                                "unread_total",
                                "awaiting_reply",
                                "recent_rooms",
                                "online_contacts")),
                        "rooms_total",
                        equalTo(0),
                        "rooms_unread",
                        equalTo(0),
                        "unread_total",
                        equalTo(0),
                        "awaiting_reply",
                        equalTo(0),
                        "recent_rooms",
                        empty(),
                        "online_contacts",
                        equalTo(0));
    }

    @Test
    void theSummaryCountsRoomsUnreadAndWhoseTurnItIs() {
        // Given: the other side wrote last in two rooms, the caller in one, nobody in one
        write(people.employerToken(), 2);
        String second = anotherRoom("second");
        write(second, people.candidateToken());
        write(second, people.employerToken());
        String third = anotherRoom("third");
        write(third, people.employerToken());
        write(third, people.candidateToken());
        anotherRoom("fourth");

        // When / Then
        summary(people.candidateToken())
                .body("rooms_total", equalTo(4), "rooms_unread", equalTo(3), "unread_total", equalTo(4))
                .body("awaiting_reply", equalTo(2), "recent_rooms", hasSize(4));
        summary(people.employerToken())
                .body("rooms_total", equalTo(4), "rooms_unread", equalTo(2), "unread_total", equalTo(2))
                .body("awaiting_reply", equalTo(1));

        // a system message changes nothing about whose turn it is, a closed room awaits nothing
        Platform.write(people, 1, 1);
        summary(people.candidateToken()).body("awaiting_reply", equalTo(2), "unread_total", equalTo(5));
        Platform.close(people, 2);
        summary(people.candidateToken()).body("awaiting_reply", equalTo(1));
    }

    @Test
    void theSummaryShowsTheFiveLatestRooms() {
        // Given
        for (int i = 0; i < 6; i++) anotherRoom("room" + i);
        write(people.employerToken(), 1);

        // When / Then
        summary(people.candidateToken())
                .body("rooms_total", equalTo(7), "recent_rooms", hasSize(5), "recent_rooms[0].id", equalTo(room))
                .body(
                        "recent_rooms[0].last_message.content",
                        equalTo("message 0"),
                        "recent_rooms[0].unread_count",
                        equalTo(1));
    }

    @Test
    void theSummaryCountsContactsThatAreNotOffline() {
        // Given
        summary(people.candidateToken()).body("online_contacts", equalTo(0));

        // When / Then: a contact in two rooms is one contact; a stranger is none
        anotherRoom("second");
        LocalParts.presence().set(people.employer(), "away");
        LocalParts.presence().set(People.some().employer(), "online");
        summary(people.candidateToken()).body("online_contacts", equalTo(1));
        LocalParts.presence().set(people.candidate(), "online");
        summary(people.employerToken()).body("online_contacts", equalTo(1));
    }

    @Test
    void theSummaryShowsEveryChangeAtOnce() {
        // Given: a summary that was asked for before
        String id = write(people.employerToken(), 2);
        counts(1, 2, 1);
        counts(1, 2, 1);

        // When / Then: another replica's message, of which nobody has told
        Database.storeSilently(room, people.employer(), "silently");
        counts(1, 3, 1);

        // and a deletion, a read mark, an answer
        as(people.employerToken())
                .delete("/api/messaging/rooms/" + room + "/messages/" + id + "/")
                .then()
                .statusCode(200);
        counts(1, 2, 1);
        read("{\"seq\":1}").statusCode(200);
        counts(1, 1, 1);
        write(room, people.candidateToken());
        counts(1, 1, 0);

        // and rooms that come and go
        String second = anotherRoom("second");
        counts(2, 1, 0);
        Database.remove(people.candidate(), second);
        counts(1, 1, 0);
        Database.remove(people.candidate(), room);
        counts(0, 0, 0);
    }

    private void counts(int rooms, int unread, int awaitingReply) {
        summary(people.candidateToken())
                .body("rooms_total", equalTo(rooms), "recent_rooms", hasSize(rooms))
                .body("unread_total", equalTo(unread), "awaiting_reply", equalTo(awaitingReply));
    }

    @Test
    void ofManyContactsTheCountMayBeAMomentOld() {
        // Given: more contacts than are asked about each time
        String busy = People.some().employer();
        Database.update("""
                with made as (
                    insert into room (id, job_id, job_title, created_at, updated_at)
                    select gen_random_uuid(), 'many', 'Many', now(), now() from generate_series(1, 101) returning id)
                insert into member (room_id, user_id, role, name)
                select id, ?, 'employer', 'Busy' from made union all select id, 'of-' || id, 'candidate', 'One' from made""", busy);
        String token = People.token(busy, "employer");
        summary(token).body("rooms_total", equalTo(101), "online_contacts", equalTo(0));

        // When
        String contact =
                as(token).get("/api/messaging/rooms/?limit=1").then().extract().path("results[0].candidate.id");
        LocalParts.presence().set(contact, "online");

        // Then
        await().untilAsserted(() -> summary(token).body("online_contacts", equalTo(1)));
    }

    private static ValidatableResponse summary(String token) {
        return as(token).get(SUMMARY).then().statusCode(200);
    }

    // --- helpers

    private ValidatableResponse read(String body) {
        var request = as(people.candidateToken());
        if (!body.isEmpty()) request.body(body);
        return request.post("/api/messaging/rooms/" + room + "/mark-read/").then();
    }

    private ValidatableResponse theRoom() {
        return as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/")
                .then()
                .statusCode(200);
    }

    /** The id of the last one. */
    private String write(String token, int count) {
        String id = "";
        for (int i = 0; i < count; i++) id = post(room, token, "message " + i);
        return id;
    }

    private void write(String id, String token) {
        post(id, token, "hello");
    }

    private static String post(String id, String token, String content) {
        return as(token)
                .body(Map.of("content", content))
                .post("/api/messaging/rooms/" + id + "/messages/")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String anotherRoom(String name) {
        Map<String, Object> other = new HashMap<>(people.newRoom());
        other.put("application_id", name + "-" + people.job());
        return as(people.employerToken())
                .body(other)
                .post("/api/messaging/rooms/")
                .then()
                .extract()
                .path("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/messaging/summary", "/api/messaging/summary/"})
    void theTrailingSlashIsOptional(String path) {
        as(people.candidateToken()).get(path).then().statusCode(200);
        for (String ticket : List.of("/api/messaging/ws-ticket", "/api/messaging/ws-ticket/"))
            as(people.candidateToken()).post(ticket).then().statusCode(200);
    }
}
