package com.carechain.chat.internal;

import static com.carechain.chat.testing.People.as;
import static com.carechain.chat.testing.Platform.event;
import static com.carechain.chat.testing.Platform.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API for jobs-bridge-service and presence-service. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ApplicationEventsTest {
    private static final String EVENTS = "/internal/application-events";

    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    // --- applied, duplicate, late

    @Test
    void theFirstEventMakesTheRoomAndItsFirstMessage() {
        // When
        String room = send(List.of(event(people, 1, "Ana applied.")))
                .statusCode(200)
                .body("results", hasSize(1), "results[0].outcome", equalTo("applied"))
                .body("results[0].event_id", equalTo("/job-platform#" + people.job() + "-1"))
                .body("results[0].detail", nullValue())
                .extract()
                .path("results[0].room_id");

        // Then
        as(people.candidateToken())
                .get("/api/messaging/rooms/" + room)
                .then()
                .body("application_id", equalTo("app-" + people.job()), "candidate.id", equalTo(people.candidate()))
                .body("employer.id", equalTo(people.employer()), "job.id", equalTo(people.job()));
        history(room)
                .then()
                .body("results.content", contains("Ana applied."), "results[0].message_type", equalTo("system"))
                .body("results[0].sender", equalTo(Map.of("id", "system", "name", "CareChain", "role", "system")))
                .body("results[0].card", equalTo(Map.of("kind", "status_changed", "status", "interview")))
                .body("results[0].client_id", nullValue());
    }

    @Test
    void theSameEventAgainIsADuplicate() {
        // Given
        String room = apply(1).path("results[0].room_id");

        // When / Then: also with other words, and among others
        Map<String, Object> again = event(people, 1, "other words");
        send(List.of(again, event(people, 2, "new"), again))
                .body("results.outcome", contains("duplicate", "applied", "duplicate"))
                .body("results.room_id", everyItem(equalTo(room)));
        history(room).then().body("results.content", contains("version 1", "new"));
    }

    @Test
    void theSameEventTwiceInOneBatchHasItsEffectOnce() {
        Map<String, Object> once = event(people, 1, "once");
        send(List.of(once, once)).body("results.outcome", contains("applied", "duplicate"));
    }

    @Test
    void anEventOfALowerVersionIsLateAndChangesNothing() {
        // Given
        String room = apply(5).path("results[0].room_id");

        // When
        Map<String, Object> late = event(people, 4, "too late");
        late.put("closes_room", true);
        send(List.of(late)).body("results[0].outcome", equalTo("late"), "results[0].room_id", equalTo(room));

        // Then: the same version from another event is not late
        history(room).then().body("results", hasSize(1));
        as(people.candidateToken())
                .get("/api/messaging/rooms/" + room)
                .then()
                .body("status", equalTo("active"), "rev", equalTo(1));
        Map<String, Object> sameVersion = event(people, 5, "same version");
        sameVersion.put("event_id", "/job-platform#other-" + people.job());
        send(List.of(sameVersion)).body("results[0].outcome", equalTo("applied"));
    }

    @Test
    void versionsAlsoCountWithinOneBatch() {
        send(List.of(event(people, 1, "a"), event(people, 3, "c"), event(people, 2, "b"), event(people, 4, "d")))
                .body("results.outcome", contains("applied", "applied", "late", "applied"));
    }

    @Test
    void aReplayFromTheBeginningChangesNothing() {
        // Given
        List<Map<String, Object>> history = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> event(people, i, "event " + i))
                .toList();
        String room = send(history).extract().path("results[0].room_id");
        Object before = history(room).path("results");

        // When / Then
        send(history).body("results.outcome", everyItem(equalTo("duplicate")));
        assertThat(history(room).<Object>path("results")).isEqualTo(before);
        as(people.candidateToken()).get("/api/messaging/rooms/" + room).then().body("rev", equalTo(20));
    }

    @Test
    void anEventClosesTheRoomOnceAndLaterEventsAreStillTold() {
        // Given
        String room = apply(1).path("results[0].room_id");

        // When
        Platform.close(people, 2);

        // Then
        as(people.candidateToken()).get("/api/messaging/rooms/" + room).then().body("status", equalTo("closed"));
        send(List.of(event(people, 3, "A note after the end"))).body("results[0].outcome", equalTo("applied"));
        as(people.candidateToken())
                .get("/api/messaging/rooms/" + room)
                .then()
                .body("status", equalTo("closed"), "last_seq", equalTo(3));
    }

    @Test
    void anEventForARoomThatUsersOpenedUsesIt() {
        String room = people.room();
        assertThat(apply(1).<String>path("results[0].room_id")).isEqualTo(room);
    }

    @Test
    void manyReplicasOfTheBridgeAtOnceApplyAnEventOnce() throws Exception {
        // Given
        Callable<Response> sending = () -> as(Platform.token())
                .body(Map.of("events", List.of(event(people, 1, "once"), event(people, 2, "twice"))))
                .post(EVENTS);

        // When
        List<String> outcomes = new java.util.ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> answer : threads.invokeAll(Collections.nCopies(8, sending)))
                outcomes.addAll(answer.get().path("results.outcome"));
        }

        // Then
        assertThat(outcomes).filteredOn("applied"::equals).hasSize(2);
        assertThat(outcomes).filteredOn("duplicate"::equals).hasSize(14);
    }

    @Test
    void applicationsInOneBatchHaveTheirOwnRooms() {
        // Given
        List<People> all = IntStream.range(0, 10).mapToObj(i -> People.some()).toList();

        // When / Then
        List<String> rooms = send(all.stream()
                        .map(p -> event(p, 1, "hello " + p.job()))
                        .toList())
                .statusCode(200)
                .body("results.outcome", everyItem(equalTo("applied")))
                .extract()
                .path("results.room_id");
        assertThat(rooms).doesNotHaveDuplicates();
        for (int i = 0; i < 10; i++)
            as(all.get(i).candidateToken())
                    .get("/api/messaging/rooms/")
                    .then()
                    .body("results.id", contains(rooms.get(i)));
    }

    @Test
    void anEventIdIsTheSendersAndCannotBeTakenByAUser() {
        // Given: a user named like the platform
        String room = apply(1).path("results[0].room_id");
        as(People.token("system", "candidate"))
                .get("/api/messaging/rooms/" + room)
                .then()
                .statusCode(404);
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/", People.token("system", "employer")))
                .isEqualTo(404);
    }

    // --- one commit

    @Test
    void theRoomsOfABatchAndTheirMessagesAreOneCommit() {
        // Given
        List<People> all = IntStream.range(0, 10).mapToObj(i -> People.some()).toList();

        // When
        List<String> rooms = send(all.stream().map(p -> event(p, 1, "hello")).toList())
                .statusCode(200)
                .extract()
                .path("results.room_id");

        // Then: PostgreSQL knows which transaction wrote a row
        UUID[] ids = rooms.stream().map(UUID::fromString).toArray(UUID[]::new);
        assertThat(Database.number(
                        "select count(distinct x.xmin::text) from (select xmin from message where room_id = any(?)"
                                + " union all select xmin from member where room_id = any(?)"
                                + " union all select xmin from room where id = any(?)) x",
                        (Object) ids,
                        ids,
                        ids))
                .isEqualTo(1);
    }

    @Test
    void batchesWithTheSameNewRoomsInAnyOrderNeitherBlockNorDouble() throws Exception {
        // Given
        List<People> all = IntStream.range(0, 50).mapToObj(i -> People.some()).toList();
        Callable<Response> sending = () -> {
            List<Map<String, Object>> events = new java.util.ArrayList<>();
            all.forEach(p -> events.addAll(List.of(event(p, 1, "one"), event(p, 2, "two"))));
            // a person's two events keep their order
            List<List<Map<String, Object>>> pairs = new java.util.ArrayList<>();
            for (int i = 0; i < events.size(); i += 2) pairs.add(events.subList(i, i + 2));
            Collections.shuffle(pairs);
            return as(Platform.token())
                    .body(Map.of("events", pairs.stream().flatMap(List::stream).toList()))
                    .post(EVENTS);
        };

        // When
        List<String> outcomes = new java.util.ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> answer : threads.invokeAll(Collections.nCopies(8, sending)))
                outcomes.addAll(answer.get().path("results.outcome"));
        }

        // Then
        assertThat(outcomes).filteredOn("applied"::equals).hasSize(100);
        assertThat(outcomes).filteredOn("duplicate"::equals).hasSize(700);
        for (People p : all)
            as(p.candidateToken())
                    .get("/api/messaging/rooms/")
                    .then()
                    .body("results", hasSize(1), "results[0].last_seq", equalTo(2));
    }

    @Test
    void aNewRoomIsShownBeforeItsMessages() {
        // Given
        try (ChatSocket socket = ChatSocket.open(base, "/ws/", people.candidateToken())) {
            socket.await("welcome");

            // When
            send(List.of(event(people, 1, "one"), event(people, 2, "two")));

            // Then
            socket.await("chat_message", f -> f.at("/message/content").asText().equals("two"));
            assertThat(socket.frames().stream().map(f -> f.get("type").asText()))
                    .containsSubsequence("room_created", "chat_message", "chat_message");
            assertThat(socket.await("room_created").at("/room/application_id").asText())
                    .isEqualTo("app-" + people.job());
            assertThat(socket.contents()).containsExactly("one", "two");
        }
    }

    /** As the schema of the events counts them. */
    @Test
    void aNameHasTwoHundredCharactersWhateverTheyTakeInMemory() {
        // Given
        String name = "👩".repeat(200);
        Map<String, Object> event = event(people, 1, "hello");
        event.put("candidate", Map.of("id", people.candidate(), "name", name));
        event.put("job", Map.of("id", people.job(), "title", name));

        // When
        send(List.of(event)).statusCode(200).body("results.outcome", contains("applied"));

        // Then
        as(people.candidateToken())
                .get("/api/messaging/rooms/")
                .then()
                .body("results[0].candidate.name", equalTo(name), "results[0].job.title", equalTo(name));
    }

    // --- rejected

    enum Rejected {
        NO_EVENT_ID("event_id", e -> e.remove("event_id")),
        BLANK_EVENT_ID("event_id", e -> e.put("event_id", " ")),
        LONG_EVENT_ID("event_id", e -> e.put("event_id", "x".repeat(513))),
        NO_APPLICATION("application_id", e -> e.remove("application_id")),
        BAD_APPLICATION("application_id", e -> e.put("application_id", "a b")),
        NEGATIVE_VERSION("version", e -> e.put("version", -1)),
        HUGE_VERSION("version", e -> e.put("version", (1L << 53) + 1)),
        NO_TIME("occurred_at", e -> e.remove("occurred_at")),
        NO_JOB("job", e -> e.remove("job")),
        BAD_JOB("id", e -> e.put("job", Map.of("id", "", "title", "t"))),
        LONG_TITLE("title", e -> e.put("job", Map.of("id", "j", "title", "x".repeat(201)))),
        LONG_NAME("name", e -> e.put("employer", Map.of("id", "e", "name", "👩".repeat(201)))),
        NO_CANDIDATE("candidate", e -> e.remove("candidate")),
        BLANK_NAME("name", e -> e.put("employer", Map.of("id", "e", "name", ""))),
        SAME_PERSON("employer", e -> e.put("employer", e.get("candidate"))),
        NO_CONTENT("content", e -> e.remove("content")),
        EMPTY_CONTENT("content", e -> e.put("content", "")),
        LONG_CONTENT("content", e -> e.put("content", "x".repeat(10_001))),
        NUL_IN_CONTENT("content", e -> e.put("content", "a\0b")),
        LONE_SURROGATE("content", e -> e.put("content", "a\ud800")),
        NO_CARD("card", e -> e.remove("card")),
        CARD_IS_LIST("card", e -> e.put("card", List.of(1))),
        CARD_TOO_BIG("card", e -> e.put("card", Map.of("kind", "x".repeat(8200)))),
        CARD_TOO_BIG_IN_BYTES("card", e -> e.put("card", Map.of("kind", "漢".repeat(4000)))),
        NUL_IN_CARD("card", e -> e.put("card", Map.of("kind", "a\0b"))),
        LONE_SURROGATE_IN_CARD("card", e -> e.put("card", Map.of("kind", "a\ud800b")));

        final String named;
        final Consumer<Map<String, Object>> spoil;

        Rejected(String named, Consumer<Map<String, Object>> spoil) {
            this.named = named;
            this.spoil = spoil;
        }
    }

    @ParameterizedTest
    @EnumSource(Rejected.class)
    void anEventThatNeverWillBeAcceptedIsRejectedAndItsNeighboursAreApplied(Rejected bad) {
        // Given
        Map<String, Object> spoiled = event(people, 2, "spoiled");
        bad.spoil.accept(spoiled);

        // When / Then
        String room = send(List.of(event(people, 1, "before"), spoiled, event(people, 3, "after")))
                .statusCode(200)
                .body("results.outcome", contains("applied", "rejected", "applied"))
                .body("results[1].room_id", nullValue(), "results[1].detail", containsString(bad.named))
                .body("results[1].detail", not(containsString("java")))
                .extract()
                .path("results[0].room_id");
        history(room).then().body("results.content", contains("before", "after"));
    }

    @Test
    void aRejectedEventMakesNoRoom() {
        Map<String, Object> spoiled = event(people, 1, "a\0b");
        send(List.of(spoiled)).body("results[0].outcome", equalTo("rejected"));
        as(people.candidateToken()).get("/api/messaging/rooms/").then().body("results", empty());
    }

    @Test
    void anApplicationCannotMoveToOtherPeople() {
        // Given
        String room = apply(1).path("results[0].room_id");
        Map<String, Object> other = event(people, 2, "for somebody else");
        other.put("candidate", Map.of("id", "other-" + people.candidate(), "name", "Other"));

        // When
        String outcome = send(List.of(other)).statusCode(200).extract().path("results[0].outcome");

        // Then: nobody new sees the room, and its people do not hear of somebody else
        assertThat(outcome).isEqualTo("rejected");
        as(People.token("other-" + people.candidate(), "candidate"))
                .get("/api/messaging/rooms/" + room)
                .then()
                .statusCode(404);
        assertThat(contents(people.candidateToken(), room)).hasSize(1);
    }

    /** Whoever guesses an application's id may open a room under it, but learns nothing in it. */
    @Test
    void whoTookAnApplicationsRoomBeforeThePlatformIsToldNothing() {
        // Given
        People intruders = People.some();
        String room = as(intruders.candidateToken())
                .body(Map.of(
                        "application_id", "app-" + people.job(),
                        "job", Map.of("id", "any", "title", "Any"),
                        "candidate", Map.of("id", intruders.candidate(), "name", "Mallory"),
                        "employer", Map.of("id", people.employer(), "name", "St. Mary's")))
                .post("/api/messaging/rooms/")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // When: beside an event of another application, which has nothing to do with it
        People others = People.some();
        List<String> outcomes = send(List.of(event(people, 1, "confidential"), event(others, 1, "welcome")))
                .statusCode(200)
                .extract()
                .path("results.outcome");

        // Then
        assertThat(outcomes).containsExactly("rejected", "applied");
        assertThat(contents(intruders.candidateToken(), room)).isEmpty();
    }

    @Test
    void ofTwoPeoplesEventsForOneNewApplicationInABatchOnlyTheFirstIsTold() {
        // Given
        Map<String, Object> other = event(people, 2, "for somebody else");
        other.put("candidate", Map.of("id", "other-" + people.candidate(), "name", "Other"));

        // When
        var results =
                send(List.of(event(people, 1, "first"), other)).statusCode(200).extract();

        // Then
        assertThat(results.<List<String>>path("results.outcome")).containsExactly("applied", "rejected");
        assertThat(contents(people.candidateToken(), results.path("results[0].room_id")))
                .containsExactly("first");
    }

    private static List<String> contents(String token, String room) {
        return as(token)
                .get("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(200)
                .extract()
                .path("results.content");
    }

    // --- the batch

    /** What the bridge asks to learn whether this service takes events. */
    @Test
    void anEmptyBatchIsTaken() {
        as(Platform.token())
                .body("{\"events\":[]}")
                .post(EVENTS)
                .then()
                .statusCode(200)
                .body("results", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"events\":null}",
                "{\"events\":[null]}",
                "{\"events\":{}}",
                "{\"events\":[\"x\"]}",
                "{\"events\":[{\"version\":\"one\"}]}"
            })
    void aMalformedBatchIsRefusedWhole(String body) {
        as(Platform.token())
                .body(body)
                .post(EVENTS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"), "detail", notNullValue());
    }

    @Test
    void aHundredEventsAreABatchAndNotOneMore() {
        List<Map<String, Object>> events = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> event(people, i, "event " + i))
                .toList();
        send(events).statusCode(400).body("errors[0].field", equalTo("events"));
        send(events.subList(0, 100)).statusCode(200).body("results", hasSize(100));
    }

    @Test
    void aBatchOfTheLargestEventsIsTaken() {
        // Given: content of 10,000 characters and a card of nearly 8 KiB each
        List<Map<String, Object>> events = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> {
                    Map<String, Object> event = event(people, i, "x".repeat(10_000));
                    event.put("card", Map.of("kind", "k".repeat(8000)));
                    return event;
                })
                .toList();

        // When / Then
        send(events).statusCode(200).body("results.outcome", everyItem(equalTo("applied")));
    }

    // --- who may

    @Test
    void onlyServicesMayCallTheInternalApi() {
        String contacts = "/internal/users/" + people.candidate() + "/contacts";
        Map<String, Object> body = Map.of("events", List.of(event(people, 1, "x")));
        RestAssured.given()
                .contentType("application/json")
                .body(body)
                .post(EVENTS)
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        RestAssured.given().get(contacts).then().statusCode(401);
        as("abc").body(body).post(EVENTS).then().statusCode(401);
        for (String group : List.of("candidate", "employer", "admin")) {
            String token = People.token(people.candidate(), group);
            as(token)
                    .body(body)
                    .post(EVENTS)
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("code", equalTo("forbidden"));
            as(token).get(contacts).then().statusCode(403);
        }
        as(people.candidateToken()).get("/api/messaging/rooms/").then().body("results", empty());
    }

    // --- contacts

    @Test
    void contactsAreEverybodyWhoSharesARoom() {
        // Given
        String contacts = "/internal/users/" + people.candidate() + "/contacts";
        as(Platform.token()).get(contacts).then().statusCode(200).body("user_ids", empty());

        // When
        people.room();
        Map<String, Object> second = new HashMap<>(people.newRoom());
        second.put("application_id", "second-" + people.job());
        second.put("employer", Map.of("id", "second-" + people.employer(), "name", "Second"));
        as(people.candidateToken())
                .body(second)
                .post("/api/messaging/rooms/")
                .then()
                .statusCode(201);

        // Then
        as(Platform.token())
                .get(contacts)
                .then()
                .body("user_ids", containsInAnyOrder(people.employer(), "second-" + people.employer()));
        as(Platform.token())
                .get("/internal/users/" + people.employer() + "/contacts")
                .then()
                .body("user_ids", contains(people.candidate()));
    }

    // --- helpers

    private Response apply(int version) {
        return send(List.of(event(people, version, "version " + version)))
                .statusCode(200)
                .extract()
                .response();
    }

    private Response history(String room) {
        return as(people.candidateToken()).get("/api/messaging/rooms/" + room + "/messages/");
    }
}
