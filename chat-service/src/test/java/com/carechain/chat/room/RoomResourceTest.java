package com.carechain.chat.room;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class RoomResourceTest {
    private static final String ROOMS = "/api/messaging/rooms/";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    // --- opening a room

    @Test
    void aNewRoomIsShownWhole() {
        // Given
        People people = People.some();

        // When / Then
        as(people.employerToken())
                .body(people.newRoom())
                .post(ROOMS)
                .then()
                .statusCode(201)
                .contentType(ContentType.JSON)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .body(
                        "keySet()",
                        equalTo(java.util.Set.of(
                                "id",
                                "application_id",
                                "job",
                                "candidate",
                                "employer",
                                "status",
                                "participants",
                                "last_message",
                                "last_seq",
                                "rev",
                                "unread_count",
                                "created_at",
                                "updated_at")),
                        "application_id",
                        equalTo("app-" + people.job()),
                        "job",
                        equalTo(people.newRoom().get("job")),
                        "candidate",
                        equalTo(people.newRoom().get("candidate")),
                        "employer",
                        equalTo(people.newRoom().get("employer")),
                        "status",
                        equalTo("active"),
                        "participants.user_id",
                        contains(people.candidate(), people.employer()),
                        "participants.role",
                        contains("candidate", "employer"),
                        "participants.read_seq",
                        contains(0, 0),
                        "participants.delivered_seq",
                        contains(0, 0),
                        "last_message",
                        nullValue(),
                        "last_seq",
                        equalTo(0),
                        "rev",
                        equalTo(0),
                        "unread_count",
                        equalTo(0),
                        "created_at",
                        matchesPattern(TIME),
                        "updated_at",
                        matchesPattern(TIME));
    }

    @Test
    void openingTheSameApplicationAgainGivesTheSameRoom() {
        // Given
        People people = People.some();
        String room = people.room();

        // When: the other side, with another title and names
        Map<String, Object> again = new HashMap<>(people.newRoom());
        again.put("job", Map.of("id", people.job(), "title", "Another title"));
        again.put("candidate", Map.of("id", people.candidate(), "name", "Another name"));

        // Then: what was there stays
        as(people.candidateToken())
                .body(again)
                .post(ROOMS)
                .then()
                .statusCode(200)
                .body("id", equalTo(room), "job.title", equalTo("Nurse " + people.job()))
                .body("candidate.name", equalTo("Ana " + people.candidate()));
    }

    @ParameterizedTest
    @CsvSource({"/api/messaging/rooms,admin", "/api/messaging/rooms/,service"})
    void thePlatformMayOpenAnyRoom(String path, String group) {
        // Given
        People people = People.some();

        // When
        String room = as(People.token("someone-" + people.job(), group))
                .body(people.newRoom())
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // Then: without becoming a member
        as(people.candidateToken()).get(ROOMS + room).then().statusCode(200).body("participants", hasSize(2));
        as(People.token("someone-" + people.job(), group))
                .get(ROOMS + room)
                .then()
                .statusCode(404);
    }

    @Test
    void withoutAnApplicationThereIsOneRoomPerCandidateEmployerAndJob() {
        // Given
        People people = People.some();
        Map<String, Object> direct = new HashMap<>(people.newRoom());
        direct.remove("application_id");

        // When
        String room = opened(people, direct, 201);

        // Then
        assertThat(opened(people, direct, 200)).isEqualTo(room);
        direct.put("job", Map.of("id", "other-" + people.job(), "title", "Other"));
        assertThat(opened(people, direct, 201)).isNotEqualTo(room);
        assertThat(opened(people, people.newRoom(), 201)).isNotEqualTo(room);
    }

    @Test
    void manyWhoOpenTheSameRoomAtOnceMakeOne() throws Exception {
        // Given
        People people = People.some();
        Callable<Response> opening =
                () -> as(people.employerToken()).body(people.newRoom()).post(ROOMS);

        // When
        List<Response> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> answer : threads.invokeAll(
                    IntStream.range(0, 12).mapToObj(i -> opening).toList())) answers.add(answer.get());
        }

        // Then
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(200, 201)
                .containsOnlyOnce(201);
        assertThat(answers)
                .extracting(a -> a.path("id"))
                .containsOnly(answers.getFirst().<Object>path("id"));
    }

    @Test
    void aStrangerOpensNobodysRoom() {
        // Given
        People people = People.some();

        // When / Then: neither a new one
        as(People.token("stranger-" + people.job(), "employer"))
                .body(people.newRoom())
                .post(ROOMS)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"), "type", equalTo("urn:carechain:problem:forbidden"));
        as(people.candidateToken()).get(ROOMS).then().body("results", empty());

        // nor one that exists, by naming its application with oneself as a side
        people.room();
        People stranger = People.some();
        Map<String, Object> stolen = new HashMap<>(stranger.newRoom());
        stolen.put("application_id", "app-" + people.job());
        as(stranger.employerToken()).body(stolen).post(ROOMS).then().statusCode(404);
    }

    enum BadRoom {
        NO_JOB("job", r -> r.remove("job")),
        NO_CANDIDATE("candidate", r -> r.remove("candidate")),
        NO_EMPLOYER("employer", r -> r.remove("employer")),
        JOB_IS_TEXT("job", r -> r.put("job", "nurse")),
        JOB_WITHOUT_ID("job.id", r -> r.put("job", Map.of("title", "t"))),
        JOB_WITHOUT_TITLE("job.title", r -> r.put("job", Map.of("id", "j"))),
        EMPTY_TITLE("job.title", r -> r.put("job", Map.of("id", "j", "title", " "))),
        TITLE_TOO_LONG("job.title", r -> r.put("job", Map.of("id", "j", "title", "x".repeat(201)))),
        TITLE_WITH_NUL("job.title", r -> r.put("job", Map.of("id", "j", "title", "a\0b"))),
        NAME_WITH_NUL("candidate.name", r -> r.put("candidate", Map.of("id", r.get("me"), "name", "a\0b"))),
        NAME_WITH_LONE_SURROGATE(
                "candidate.name", r -> r.put("candidate", Map.of("id", r.get("me"), "name", "a\ud800b"))),
        NAME_TOO_LONG("candidate.name", r -> r.put("candidate", Map.of("id", r.get("me"), "name", "x".repeat(201)))),
        ID_WITH_SPACE("employer.id", r -> r.put("employer", Map.of("id", "a b", "name", "n"))),
        ID_TOO_LONG("employer.id", r -> r.put("employer", Map.of("id", "x".repeat(65), "name", "n"))),
        ID_EMPTY("employer.id", r -> r.put("employer", Map.of("id", "", "name", "n"))),
        APPLICATION_WITH_SLASH("application_id", r -> r.put("application_id", "a/b")),
        APPLICATION_NUMBER("application_id", r -> r.put("application_id", 5)),
        TITLE_NUMBER("job.title", r -> r.put("job", Map.of("id", "j", "title", 5))),
        APPLICATION_EMPTY("application_id", r -> r.put("application_id", "")),
        SAME_PERSON("employer", r -> r.put("employer", Map.of("id", r.get("me"), "name", "n")));

        final String field;
        final java.util.function.Consumer<Map<String, Object>> spoil;

        BadRoom(String field, java.util.function.Consumer<Map<String, Object>> spoil) {
            this.field = field;
            this.spoil = spoil;
        }
    }

    @ParameterizedTest
    @EnumSource(BadRoom.class)
    void aBadRoomIsRefusedWithTheFieldNamed(BadRoom bad) {
        // Given
        People people = People.some();
        Map<String, Object> body = new HashMap<>(people.newRoom());
        body.put("me", people.candidate());
        bad.spoil.accept(body);

        // When / Then
        isInvalid(as(people.candidateToken()).body(body).post(ROOMS).then(), bad.field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "42", "{\"job\":{\"id\":}"})
    void aBodyThatIsNoRoomIsRefused(String body) {
        as(People.some().candidateToken())
                .body(body)
                .post(ROOMS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"))
                .body(not(containsString("java")))
                .body(not(containsString("Exception")));
    }

    @Test
    void unknownPropertiesAreIgnored() {
        // Given
        People people = People.some();
        Map<String, Object> body = new HashMap<>(people.newRoom());
        body.put("id", UUID.randomUUID().toString());
        body.put("status", "closed");
        body.put("last_seq", 77);

        // When / Then
        as(people.candidateToken())
                .body(body)
                .post(ROOMS)
                .then()
                .statusCode(201)
                .body("status", equalTo("active"), "last_seq", equalTo(0), "id", not(equalTo(body.get("id"))));
    }

    // --- one room

    @Test
    void aMemberSeesTheRoomWithAndWithoutTrailingSlash() {
        // Given
        People people = People.some();
        String room = people.room();

        // When / Then
        for (String path : List.of(ROOMS + room, ROOMS + room + "/"))
            as(people.candidateToken()).get(path).then().statusCode(200).body("id", equalTo(room));
    }

    @Test
    void anothersRoomAndAMissingRoomAnswerTheSame() {
        // Given
        String foreign = People.some().room();
        String token = People.some().candidateToken();

        // When / Then: on every path below a room
        for (String below : List.of("/", "/messages/", "/messages/?after_seq=0"))
            assertThat(bodies(Stream.of(foreign, UUID.randomUUID().toString())
                            .map(id -> as(token).get(ROOMS + id + below))))
                    .hasSize(1);
        assertThat(bodies(Stream.of(foreign, UUID.randomUUID().toString())
                        .map(id -> as(token).body(Map.of("content", "hi")).post(ROOMS + id + "/messages/"))))
                .hasSize(1);
        assertThat(bodies(Stream.of(foreign, UUID.randomUUID().toString())
                        .map(id -> as(token).post(ROOMS + id + "/mark-read/"))))
                .hasSize(1);
        String message = UUID.randomUUID().toString();
        assertThat(bodies(Stream.of(foreign, UUID.randomUUID().toString())
                        .map(id -> as(token).delete(ROOMS + id + "/messages/" + message + "/"))))
                .hasSize(1);
    }

    private static java.util.Set<String> bodies(Stream<Response> answers) {
        return answers.map(a -> {
                    a.then()
                            .statusCode(404)
                            .contentType("application/problem+json")
                            .body("code", equalTo("not_found"));
                    return a.asString();
                })
                .collect(java.util.stream.Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "not-a-uuid", "%00", "..%2f..", "00000000-0000-0000-0000-000000000000"})
    void anIdThatIsNoneIsAMissingRoom(String id) {
        as(People.some().candidateToken())
                .urlEncodingEnabled(false)
                .get(ROOMS + id + "/")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(400, 404));
    }

    // --- the list

    @Test
    void theListShowsTheCallersRoomsLatestActivityFirst() {
        // Given
        People people = People.some();
        List<String> rooms = rooms(people, 3);

        // When: somebody writes in the oldest
        as(people.employerToken())
                .body(Map.of("content", "Are you there?"))
                .post(ROOMS + rooms.getFirst() + "/messages/")
                .then()
                .statusCode(201);

        // Then
        as(people.candidateToken())
                .get(ROOMS)
                .then()
                .statusCode(200)
                .body("results.id", contains(rooms.get(0), rooms.get(2), rooms.get(1)))
                .body("results[0].last_message.content", equalTo("Are you there?"))
                .body("results[0].unread_count", equalTo(1))
                .body("results[1].last_message", nullValue())
                .body("next_cursor", nullValue());
        as(People.some().candidateToken()).get(ROOMS).then().body("results", empty());
    }

    @Test
    void theCursorLeadsThroughAllRoomsOnce() {
        // Given
        People people = People.some();
        List<String> rooms = rooms(people, 7);

        // When
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var request = as(people.candidateToken()).queryParam("limit", 3);
            if (cursor != null) request.queryParam("cursor", cursor);
            Response page = request.get(ROOMS);
            page.then().statusCode(200);
            seen.addAll(page.path("results.id"));
            cursor = page.path("next_cursor");
        } while (cursor != null);

        // Then
        assertThat(seen).containsExactlyElementsOf(rooms.reversed());
    }

    @Test
    void theCursorLeadsThroughRoomsOfManyHours() {
        // Given: rooms that were active in this hour, in hours before and long ago, several of them at the same moment
        People people = People.some();
        List<String> rooms = rooms(people, 12);
        int[] hoursAgo = {0, 0, 0, 1, 1, 3, 3, 3, 26, 26, 700, 700};
        for (int i = 0; i < hoursAgo.length; i++)
            Database.update(
                    "update room set updated_at = date_trunc('second', now()) - ? * interval '1 hour' where id = ?",
                    hoursAgo[i],
                    UUID.fromString(rooms.get(i)));
        String token = people.candidateToken();

        // When / Then: in whatever steps, the same order
        List<String> all = paged(token, 50);
        assertThat(all).containsExactlyInAnyOrderElementsOf(rooms);
        for (int i = 0; i < all.size(); i++)
            assertThat(hoursAgo[rooms.indexOf(all.get(i))]).isEqualTo(hoursAgo[i]);
        for (int limit : new int[] {1, 2, 3, 5, 11, 12})
            assertThat(paged(token, limit)).isEqualTo(all);

        // and a word makes the oldest the first
        String oldest = all.getLast();
        as(token)
                .body(Map.of("content", "still there?"))
                .post("/api/messaging/rooms/" + oldest + "/messages/")
                .then()
                .statusCode(201);
        for (int limit : new int[] {1, 4, 50})
            assertThat(paged(token, limit)).startsWith(oldest).hasSize(12).doesNotHaveDuplicates();

        // and who was removed from a room does not see it
        Database.remove(people.candidate(), all.getFirst());
        for (int limit : new int[] {1, 4, 50})
            assertThat(paged(token, limit)).startsWith(oldest).hasSize(11).doesNotContain(all.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00Z x",
                "+1000000000-12-31T23:59:59.999999999Z 8e03978e-40d5-43e8-bc93-6894a57f9324",
                "+999999-01-01T00:00:00Z 8e03978e-40d5-43e8-bc93-6894a57f9324",
                "-1000000000-01-01T00:00:00Z 8e03978e-40d5-43e8-bc93-6894a57f9324"
            })
    void aCursorOfOnesOwnMakingIsRefused(String place) {
        String cursor =
                Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
        as(People.some().candidateToken())
                .get(ROOMS + "?cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("errors.field", contains("cursor"));
    }

    private static List<String> paged(String token, int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = as(token).get(ROOMS + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            ids.addAll(page.<List<String>>path("results.id"));
            cursor = page.path("next_cursor");
        }
        return ids;
    }

    @Test
    void aFullLastPageHasNoNextCursor() {
        People people = People.some();
        rooms(people, 2);
        as(people.candidateToken())
                .get(ROOMS + "?limit=2")
                .then()
                .body("results", hasSize(2), "next_cursor", nullValue());
        as(people.candidateToken())
                .get(ROOMS + "?limit=1")
                .then()
                .body("results", hasSize(1), "next_cursor", notNullValue());
    }

    @Test
    void theSearchLooksAtTheOtherSidesNameAndTheJobsTitleInAnyCase() {
        // Given
        People people = People.some();
        Map<String, Object> night = new HashMap<>(people.newRoom());
        night.put("application_id", "night-" + people.job());
        night.put("job", Map.of("id", "night", "title", "Night Shift 100%_sure"));
        night.put("employer", Map.of("id", people.employer(), "name", "St. Élodie's"));
        String nightRoom = opened(people, night, 201);
        String dayRoom = people.room();

        // When / Then
        found(people.candidateToken(), "NIGHT shift").body("results.id", contains(nightRoom));
        found(people.candidateToken(), "élodie").body("results.id", contains(nightRoom));
        found(people.candidateToken(), "nurse").body("results.id", contains(dayRoom));
        found(people.candidateToken(), "  mercy ").body("results.id", contains(dayRoom));
        found(people.candidateToken(), "").body("results", hasSize(2));
        // one's own name is no way to find a room, wildcards are letters, and SQL is text
        found(people.candidateToken(), "ana").body("results", empty());
        found(people.candidateToken(), "100%_s").body("results.id", contains(nightRoom));
        found(people.candidateToken(), "%").body("results.id", contains(nightRoom));
        found(people.candidateToken(), "s_r").body("results", empty());
        found(people.candidateToken(), "!").body("results", empty());
        found(people.candidateToken(), "' or 1=1 --").body("results", empty());
    }

    private static ValidatableResponse found(String token, String text) {
        return as(token).queryParam("q", text).get(ROOMS).then().statusCode(200);
    }

    @Test
    void theStatusFilterTellsActiveFromClosed() {
        // Given
        People people = People.some();
        String open = rooms(people, 1).getFirst();
        String closed = people.room();
        Platform.close(people, 1);

        // When / Then
        as(people.candidateToken()).get(ROOMS + "?status=active").then().body("results.id", contains(open));
        as(people.candidateToken())
                .get(ROOMS + "?status=closed")
                .then()
                .body("results.id", contains(closed), "results.status", contains("closed"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,-1",
        "limit,201",
        "limit,1e9",
        "limit,99999999999999999999",
        "limit,ten",
        "status,open",
        "status,ACTIVE",
        "cursor,xyz",
        "cursor,MjAyNg",
        "cursor,'!!'",
        "q,a%00b"
    })
    void aBadFilterIsRefusedWithItsName(String parameter, String value) {
        isInvalid(
                as(People.some().candidateToken())
                        .urlEncodingEnabled(false)
                        .get(ROOMS + "?" + parameter + "=" + value)
                        .then(),
                parameter);
    }

    @Test
    void anOverlongSearchIsRefused() {
        isInvalid(
                as(People.some().candidateToken())
                        .queryParam("q", "x".repeat(201))
                        .get(ROOMS)
                        .then(),
                "q");
    }

    // --- what the framework refuses

    /** Also where several resources share the beginning of an address. */
    @ParameterizedTest
    @CsvSource({
        "PUT,    ''",
        "DELETE, ROOM",
        "PUT,    ROOM/messages",
        "GET,    ROOM/mark-read/",
        "PUT,    ROOM/attachments",
        "POST,   ROOM/messages/8e03978e-40d5-43e8-bc93-6894a57f9324"
    })
    void aWrongMethodIsNotAMissingAddress(String method, String path) {
        People people = People.some();
        isProblem(
                as(people.candidateToken())
                        .request(method, ROOMS + path.replace("ROOM", people.room()))
                        .then(),
                405,
                "method_not_allowed");
    }

    @Test
    void everyRefusalIsAProblem() {
        String token = People.some().candidateToken();
        isProblem(as(token).get("/api/messaging/nothing").then(), 404, "not_found");
        isProblem(as(token).get("/nothing").then(), 404, "not_found");
        isProblem(as(token).delete(ROOMS).then(), 405, "method_not_allowed");
        isProblem(
                RestAssured.given()
                        .auth()
                        .oauth2(token)
                        .contentType("text/plain")
                        .body("x")
                        .post(ROOMS)
                        .then(),
                415,
                "unsupported_media_type");
        isProblem(as(token).accept("text/html").get(ROOMS).then(), 406, "not_acceptable");
        isProblem(as(token).body("x".repeat(300 * 1024)).post(ROOMS).then(), 413, "too_large");
    }

    private static void isProblem(ValidatableResponse response, int status, String code) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body(
                        "status",
                        equalTo(status),
                        "code",
                        equalTo(code),
                        "type",
                        equalTo("urn:carechain:problem:" + code))
                .body("title", notNullValue(), "detail", notNullValue());
    }

    private static void isInvalid(ValidatableResponse response, String field) {
        isProblem(response, 400, "invalid");
        response.body("errors.field", hasItem(field), "errors[0].message", notNullValue());
    }

    // --- helpers

    private static String opened(People people, Map<String, Object> room, int status) {
        return as(people.candidateToken())
                .body(room)
                .post(ROOMS)
                .then()
                .statusCode(status)
                .extract()
                .path("id");
    }

    /** Rooms of the same two people, oldest first. */
    private static List<String> rooms(People people, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Map<String, Object> room = new HashMap<>(people.newRoom());
                    room.put("application_id", "app-" + i + "-" + people.job());
                    return opened(people, room, 201);
                })
                .toList();
    }
}
