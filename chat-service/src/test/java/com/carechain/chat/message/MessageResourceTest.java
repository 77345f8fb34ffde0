package com.carechain.chat.message;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.LogLines;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.carechain.chat.testing.RawSocket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class MessageResourceTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();
    private String room;
    private String messages;

    @BeforeEach
    void openRoom() {
        room = people.room();
        messages = "/api/messaging/rooms/" + room + "/messages/";
    }

    // --- sending

    @Test
    void aSentMessageIsShownWhole() {
        // Given
        String clientId = UUID.randomUUID().toString();

        // When / Then
        String id = sent(
                        people.candidateToken(),
                        Map.of("content", "Hello there!", "client_id", clientId, "message_type", "text"))
                .statusCode(201)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .body(
                        "keySet()",
                        equalTo(Set.of(
                                "id",
                                "room_id",
                                "seq",
                                "rev",
                                "sender",
                                "message_type",
                                "content",
                                "attachment",
                                "attachments",
                                "card",
                                "client_id",
                                "reply_to",
                                "created_at",
                                "edited_at",
                                "deleted_at")),
                        "room_id",
                        equalTo(room),
                        "seq",
                        equalTo(1),
                        "rev",
                        equalTo(1),
                        "sender",
                        equalTo(Map.of(
                                "id", people.candidate(), "name", "Ana " + people.candidate(), "role", "candidate")),
                        "message_type",
                        equalTo("text"),
                        "content",
                        equalTo("Hello there!"),
                        "attachment",
                        nullValue(),
                        "card",
                        nullValue(),
                        "client_id",
                        equalTo(clientId),
                        "reply_to",
                        nullValue(),
                        "created_at",
                        matchesPattern(TIME),
                        "edited_at",
                        nullValue(),
                        "deleted_at",
                        nullValue())
                .extract()
                .path("id");
        // ids rise with time (UUIDv7)
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        // and what was answered is what is read
        Object answered = sent(people.candidateToken(), Map.of("content", "again", "client_id", clientId))
                .extract()
                .as(Map.class);
        assertThat(history("").<Object>path("results[0]")).isEqualTo(answered);
    }

    @Test
    void aMessageNeedsNothingButItsContent() {
        sent(people.candidateToken(), Map.of("content", "Hi")).statusCode(201).body("client_id", nullValue());
    }

    @Test
    void theSameClientIdAgainIsTheOriginalAndNoSecondMessage() {
        // Given
        String clientId = UUID.randomUUID().toString();
        String id = sent(people.candidateToken(), Map.of("content", "first", "client_id", clientId))
                .statusCode(201)
                .extract()
                .path("id");

        // When: sent again, with other words and in another spelling of the same id
        sent(
                        people.candidateToken(),
                        Map.of("content", "second", "client_id", clientId.toUpperCase(java.util.Locale.ROOT)))
                // Then
                .statusCode(200)
                .body("id", equalTo(id), "content", equalTo("first"), "seq", equalTo(1));
        history("").then().body("results", hasSize(1));

        // And: the other side's and another room's ids are their own
        sent(people.employerToken(), Map.of("content", "mine", "client_id", clientId))
                .statusCode(201);
        People others = People.some();
        as(others.candidateToken())
                .body(Map.of("content", "theirs", "client_id", clientId))
                .post("/api/messaging/rooms/" + others.room() + "/messages/")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-4711", "a b c ü", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\""})
    void theSameIdempotencyKeyAgainIsTheOriginal(String key) {
        // Given
        Response first = as(people.candidateToken())
                .header("Idempotency-Key", key)
                .body(Map.of("content", "first"))
                .post(messages);
        first.then().statusCode(201);

        // When / Then
        as(people.candidateToken())
                .header("Idempotency-Key", key)
                .body(Map.of("content", "second"))
                .post(messages)
                .then()
                .statusCode(200)
                .body("id", equalTo(first.path("id")), "content", equalTo("first"));
    }

    @Test
    void aUuidAsIdempotencyKeyIsTheClientIdAlsoOfASocket() {
        // Given
        UUID clientId = UUID.randomUUID();
        String id = as(people.candidateToken())
                .header("Idempotency-Key", clientId)
                .body(Map.of("content", "by REST"))
                .post(messages)
                .then()
                .statusCode(201)
                .body("client_id", equalTo(clientId.toString()))
                .extract()
                .path("id");

        // When
        try (ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken())) {
            socket.sendMessage("by socket", clientId);

            // Then
            var ack = socket.await("ack");
            assertThat(ack.get("duplicate").asBoolean()).isTrue();
            assertThat(ack.get("message_id").asText()).isEqualTo(id);
            assertThat(ack.get("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void theClientIdWinsOverTheIdempotencyKey() {
        // Given
        UUID clientId = UUID.randomUUID();
        for (int i = 0; i < 2; i++)
            as(people.candidateToken())
                    .header("Idempotency-Key", "key-" + i)
                    .body(Map.of("content", "x", "client_id", clientId))
                    .post(messages)
                    .then()
                    .statusCode(i == 0 ? 201 : 200);
    }

    @Test
    void anOverlongIdempotencyKeyIsRefused() {
        isInvalid(
                as(people.candidateToken())
                        .header("Idempotency-Key", "k".repeat(201))
                        .body(Map.of("content", "x"))
                        .post(messages)
                        .then(),
                "Idempotency-Key");
    }

    @Test
    void aReplyNamesAMessageOfTheSameRoom() {
        // Given
        String question = sentId("Are you available on Monday?");

        // When / Then
        sent(people.employerToken(), Map.of("content", "Yes", "reply_to", question))
                .statusCode(201)
                .body("reply_to", equalTo(question));

        // And: no other
        isInvalid(sent(people.employerToken(), Map.of("content", "Yes", "reply_to", UUID.randomUUID())), "reply_to");
        People others = People.some();
        isInvalid(
                as(others.candidateToken())
                        .body(Map.of("content", "Yes", "reply_to", question))
                        .post("/api/messaging/rooms/" + others.room() + "/messages/")
                        .then(),
                "reply_to");
    }

    @Test
    void whatOnlyTheServiceDecidesNeverTakesEffect() {
        // Given
        Map<String, Object> body = new HashMap<>(Map.of("content", "I am the system", "seq", 77, "rev", 99));
        body.put("id", UUID.randomUUID().toString());
        body.put("sender", Map.of("id", people.employer(), "name", "Mercy", "role", "employer"));
        body.put("sender_id", people.employer());
        body.put("created_at", "2020-01-01T00:00:00.000Z");
        body.put("deleted_at", "2020-01-01T00:00:00.000Z");
        body.put("card", Map.of("kind", "interview_scheduled"));

        // When / Then
        sent(people.candidateToken(), body)
                .statusCode(201)
                .body("seq", equalTo(1), "rev", equalTo(1), "sender.id", equalTo(people.candidate()))
                .body("sender.role", equalTo("candidate"), "card", nullValue(), "deleted_at", nullValue());
        body.put("message_type", "system");
        isInvalid(sent(people.candidateToken(), body), "message_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'); drop table message; --",
                "<script>alert(1)</script>",
                "\\u0000 as six characters, \\n too",
                " leading and trailing ",
                "\n\t\r",
                "👩‍⚕️ ok \u202e rtl \ufeff bom \u2028 line",
                "{\"type\":\"ping\"}",
                "${jndi:ldap://x} %s %n {}"
            })
    void contentIsStoredAndReturnedAsItIs(String content) {
        sent(people.candidateToken(), Map.of("content", content))
                .statusCode(201)
                .body("content", equalTo(content));
        history("")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .contentType("application/json")
                .body("results[0].content", equalTo(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "漢", "😀"})
    void contentMayHaveTenThousandCharactersOfAnyKindAndNotOneMore(String character) {
        sent(people.candidateToken(), Map.of("content", character.repeat(10_000)))
                .statusCode(201)
                .body("content", equalTo(character.repeat(10_000)));
        isInvalid(sent(people.candidateToken(), Map.of("content", character.repeat(10_001))), "content");
    }

    enum BadMessage {
        NO_CONTENT("content", "{}"),
        NULL_CONTENT("content", "{\"content\":null}"),
        EMPTY_CONTENT("content", "{\"content\":\"\"}"),
        CONTENT_IS_NUMBER("content", "{\"content\":5}"),
        CONTENT_IS_BOOLEAN("content", "{\"content\":true}"),
        CONTENT_IS_OBJECT("content", "{\"content\":{\"a\":1}}"),
        CONTENT_IS_LIST("content", "{\"content\":[\"a\"]}"),
        NUL("content", "{\"content\":\"a\\u0000b\"}"),
        LONE_SURROGATE("content", "{\"content\":\"a\\ud800b\"}"),
        LOW_SURROGATE_FIRST("content", "{\"content\":\"\\udc00\\ud800\"}"),
        SYSTEM("message_type", "{\"content\":\"x\",\"message_type\":\"system\"}"),
        UNKNOWN_TYPE("message_type", "{\"content\":\"x\",\"message_type\":\"video\"}"),
        FILE_WITHOUT_ATTACHMENT("*", "{\"content\":\"x\",\"message_type\":\"file\"}"),
        UNKNOWN_ATTACHMENT(
                "attachment_id", "{\"content\":\"x\",\"attachment_id\":\"8e03978e-40d5-43e8-bc93-6894a57f9324\"}"),
        CLIENT_ID_NO_UUID("client_id", "{\"content\":\"x\",\"client_id\":\"1\"}"),
        CLIENT_ID_NUMBER("client_id", "{\"content\":\"x\",\"client_id\":1}"),
        REPLY_TO_NO_UUID("reply_to", "{\"content\":\"x\",\"reply_to\":\"yes\"}"),
        BROKEN("*", "{\"content\":\"x\""),
        NO_OBJECT("*", "[\"content\"]"),
        TWO_DOCUMENTS("*", "{\"content\":\"x\"} {\"content\":\"y\"}"),
        NOTHING("*", "");

        final String field;
        final String body;

        BadMessage(String field, String body) {
            this.field = field;
            this.body = body;
        }
    }

    @ParameterizedTest
    @EnumSource(BadMessage.class)
    void aBadMessageIsRefusedWithTheFieldNamedAndNotStored(BadMessage bad) {
        // When
        ValidatableResponse answer =
                as(people.candidateToken()).body(bad.body).post(messages).then();

        // Then
        if (bad.field.equals("*"))
            answer.statusCode(400).contentType("application/problem+json").body("code", equalTo("invalid"));
        else isInvalid(answer, bad.field);
        history("").then().body("results", empty());
    }

    @Test
    void deepNestingIsRefused() {
        as(people.candidateToken())
                .body("{\"content\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}")
                .post(messages)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void inAClosedRoomNobodyWritesButEverybodyReads() {
        // Given
        sentId("before");
        Platform.close(people, 1);

        // When / Then
        sent(people.candidateToken(), Map.of("content", "after"))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("room_closed"));
        history("").then().body("results.content", contains("before", "The application was withdrawn."));
        as(people.candidateToken())
                .post("/api/messaging/rooms/" + room + "/mark-read/")
                .then()
                .statusCode(200)
                .body("unread_count", equalTo(0));
    }

    @Test
    void inAClosedRoomNobodyGetsNewWordsInByAnEditButTakesOwnOnesAway() {
        // Given
        String id = sentId("before");
        Platform.close(people, 1);

        // When / Then
        as(people.candidateToken())
                .body(Map.of("content", "after"))
                .patch(messages + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("room_closed"));
        history("").then().body("results[0].content", equalTo("before"), "results[0].rev", equalTo(1));
        as(people.candidateToken()).delete(messages + id).then().statusCode(200);
        history("").then().body("results[0].content", equalTo(""), "results[0].deleted_at", notNullValue());
    }

    @Test
    void aRetryInAClosedRoomStillFindsItsMessage() {
        // Given
        UUID clientId = UUID.randomUUID();
        sent(people.candidateToken(), Map.of("content", "before", "client_id", clientId))
                .statusCode(201);
        Platform.close(people, 1);

        // When / Then
        sent(people.candidateToken(), Map.of("content", "before", "client_id", clientId))
                .statusCode(200);
    }

    @Test
    void whoHasLeftTheRoomFindsNothingThere() {
        // Given
        sentId("before");
        Database.remove(people.employer(), room);

        // When / Then
        as(people.employerToken()).get(messages).then().statusCode(404);
        sent(people.employerToken(), Map.of("content", "x")).statusCode(404);
        as(people.employerToken()).get("/api/messaging/rooms/").then().body("results", empty());
        // the other one goes on
        sentId("after");
    }

    // --- history

    @Test
    void historyIsPagedBackwardsFromTheNewest() {
        // Given
        write(7);

        // When / Then
        page("?limit=3", true, 5, 6, 7);
        page("?limit=3&before_seq=5", true, 2, 3, 4);
        page("?limit=3&before_seq=2", false, 1);
        page("?limit=3&before_seq=1", false);
        page("?limit=3&before_seq=0", false);
        page("?limit=7", false, 1, 2, 3, 4, 5, 6, 7);
        page("?limit=3&before_seq=1000000", true, 5, 6, 7);
        page("", false, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void historyIsPagedForwards() {
        // Given
        write(7);

        // When / Then
        page("?limit=3&after_seq=0", true, 1, 2, 3);
        page("?limit=3&after_seq=3", true, 4, 5, 6);
        page("?limit=3&after_seq=6", false, 7);
        page("?limit=4&after_seq=3", false, 4, 5, 6, 7);
        page("?after_seq=7", false);
        page("?after_seq=9007199254740992", false);
    }

    @Test
    void historyAfterARevShowsWhatWasMadeOrChangedSince() {
        // Given: revs 1-3 messages, 4 an edit of the first, 5 a deletion of the second
        write(3);
        String first = history("").path("results[0].id");
        String second = history("").path("results[1].id");
        as(people.candidateToken())
                .body(Map.of("content", "edited"))
                .patch(messages + first)
                .then()
                .statusCode(200);
        as(people.candidateToken()).delete(messages + second).then().statusCode(200);

        // When / Then: in order of rev, so that the last one's is the next cursor
        history("?after_rev=0").then().body("results.rev", contains(3, 4, 5), "results.seq", contains(3, 1, 2));
        history("?after_rev=3&limit=1").then().body("results.seq", contains(1), "has_more", equalTo(true));
        history("?after_rev=4&limit=1").then().body("results.seq", contains(2), "has_more", equalTo(false));
        history("?after_rev=5").then().body("results", empty(), "has_more", equalTo(false));
    }

    /** From every rev of a room in which all kinds of changes happened, page by page, against the plain question to the table. */
    @Test
    void historyAfterAnyRevIsComplete() {
        // Given
        Random random = new Random(9);
        for (int i = 0; i < 60; i++) changeSomething(random);
        long last = Database.number("select rev from room where id = ?", UUID.fromString(room));
        List<Long> stored = storedRevs();

        // When / Then
        for (long rev = 0; rev <= last + 1; rev++) {
            long from = rev;
            List<Long> seen = new ArrayList<>();
            for (Response page = history("?limit=7&after_rev=" + rev);
                    ;
                    page = history("?limit=7&after_rev=" + seen.getLast())) {
                seen.addAll(page.jsonPath().getList("results.rev", Long.class));
                if (!page.jsonPath().getBoolean("has_more")) break;
            }
            assertThat(seen)
                    .as("after " + rev)
                    .isEqualTo(stored.stream().filter(r -> r > from).toList());
        }
    }

    private void changeSomething(Random random) {
        List<String> sent = history("").jsonPath().getList("results.findAll { it.deleted_at == null }.id");
        String any = sent.isEmpty() ? "" : sent.get(random.nextInt(sent.size()));
        RequestSpecification ana = as(people.candidateToken());
        switch (any.isEmpty() ? 0 : random.nextInt(6)) {
            case 3 -> ana.body(Map.of("content", "edited")).patch(messages + any);
            case 4 -> ana.delete(messages + any);
            case 5 -> as(people.employerToken()).post("/api/messaging/rooms/" + room + "/mark-read/");
            default -> write(1);
        }
    }

    private List<Long> storedRevs() {
        return LongStream.rangeClosed(
                        1, Database.number("select last_seq from room where id = ?", UUID.fromString(room)))
                .map(seq -> Database.number(
                        "select rev from message where room_id = ? and seq = ?", UUID.fromString(room), seq))
                .sorted()
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "after_seq,-1",
        "before_seq,-1",
        "after_rev,-1",
        "after_seq,x",
        "before_seq,1.5",
        "after_rev,99999999999999999999",
        "limit,0",
        "limit,-5",
        "limit,201",
        "limit,1e9",
        "limit,2147483648"
    })
    void aBadCursorIsRefusedWithItsName(String parameter, String value) {
        isInvalid(history("?" + parameter + "=" + value).then(), parameter);
    }

    @Test
    void twoCursorsAtOnceAreRefused() {
        history("?after_seq=1&before_seq=5").then().statusCode(400).body("code", equalTo("invalid"));
        history("?after_seq=1&after_rev=5").then().statusCode(400).body("code", equalTo("invalid"));
    }

    // --- editing and deleting

    @Test
    void aMessageIsEditedByItsSender() {
        // Given
        String id = sentId("Hallo");

        // When / Then
        for (String path : List.of(messages + id, messages + id + "/"))
            as(people.candidateToken())
                    .body(Map.of("content", "Hello"))
                    .patch(path)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id), "content", equalTo("Hello"), "seq", equalTo(1))
                    .body("edited_at", matchesPattern(TIME));
        history("")
                .then()
                .body("results", hasSize(1), "results[0].content", equalTo("Hello"), "results[0].rev", equalTo(3));
    }

    @Test
    void aDeletedMessageLeavesATombstone() {
        // Given
        String id = sentId("a secret");
        as(people.employerToken())
                .body(Map.of("content", "an answer", "reply_to", id))
                .post(messages);

        // When
        Map<?, ?> tombstone = as(people.candidateToken())
                .delete(messages + id + "/")
                .then()
                .statusCode(200)
                .body("id", equalTo(id), "seq", equalTo(1), "content", equalTo(""), "rev", equalTo(3))
                .body("deleted_at", matchesPattern(TIME), "sender.id", equalTo(people.candidate()))
                .extract()
                .as(Map.class);

        // Then: it keeps its place, its words are gone everywhere
        history("").then().body("results.seq", contains(1, 2), "results[0].content", equalTo(""));
        assertThat(Database.number(
                        "select count(*) from message where content like '%secret%' and room_id = ?",
                        UUID.fromString(room)))
                .isZero();

        // And: again is the same, changing it is too late
        assertThat(as(people.candidateToken()).delete(messages + id).as(Map.class))
                .isEqualTo(tombstone);
        as(people.candidateToken())
                .body(Map.of("content", "back"))
                .patch(messages + id)
                .then()
                .statusCode(404);
        history("").then().body("results[0].rev", equalTo(3));
    }

    @Test
    void aRetryOfADeletedMessageDoesNotBringItBack() {
        // Given
        UUID clientId = UUID.randomUUID();
        String id = sent(people.candidateToken(), Map.of("content", "x", "client_id", clientId))
                .extract()
                .path("id");
        as(people.candidateToken()).delete(messages + id).then().statusCode(200);

        // When / Then
        sent(people.candidateToken(), Map.of("content", "x", "client_id", clientId))
                .statusCode(200)
                .body("id", equalTo(id), "deleted_at", notNullValue(), "content", equalTo(""));
    }

    @Test
    void onlyTheSenderChangesAMessage() {
        // Given
        String id = sentId("mine");

        // When / Then: not the other side, not a stranger, not the platform
        as(people.employerToken())
                .body(Map.of("content", "x"))
                .patch(messages + id)
                .then()
                .statusCode(403);
        as(people.employerToken()).delete(messages + id).then().statusCode(403).body("code", equalTo("forbidden"));
        as(People.some().candidateToken()).delete(messages + id).then().statusCode(404);
        as(People.token("root", "admin")).delete(messages + id).then().statusCode(404);
        history("").then().body("results[0].content", equalTo("mine"), "results[0].rev", equalTo(1));
    }

    @Test
    void nobodyChangesASystemMessage() {
        // Given
        Platform.write(people, 1, 1);
        String id = history("").path("results[0].id");

        // When / Then
        as(people.candidateToken()).delete(messages + id).then().statusCode(403);
        as(people.candidateToken())
                .body(Map.of("content", "x"))
                .patch(messages + id)
                .then()
                .statusCode(403);
        as(People.token("system", "candidate")).delete(messages + id).then().statusCode(404);
    }

    @Test
    void theWindowsForChangesEnd() {
        // Given
        String id = sentId("old");

        // When / Then: fifteen minutes for edits
        Database.age(id, "16 minutes");
        as(people.candidateToken())
                .body(Map.of("content", "x"))
                .patch(messages + id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("window_over"));

        // And: a day for deletes
        String older = sentId("older");
        Database.age(older, "25 hours");
        as(people.candidateToken())
                .delete(messages + older)
                .then()
                .statusCode(409)
                .body("code", equalTo("window_over"));
        as(people.candidateToken()).delete(messages + id).then().statusCode(200);
    }

    @Test
    void anUnknownMessageIsNotFound() {
        for (String id : List.of(UUID.randomUUID().toString(), "x")) {
            as(people.candidateToken()).delete(messages + id).then().statusCode(404);
            as(people.candidateToken())
                    .body(Map.of("content", "x"))
                    .patch(messages + id)
                    .then()
                    .statusCode(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"content\":\"\"}", "{\"content\":\"a\\u0000\"}", "{\"content\":[]}"})
    void aBadEditIsRefused(String body) {
        String id = sentId("good");
        isInvalid(as(people.candidateToken()).body(body).patch(messages + id).then(), "content");
        history("").then().body("results[0].content", equalTo("good"));
    }

    // --- helpers

    // --- what is kept to answer with again

    @Test
    void theNewestPageShowsEveryChangeAtOnce() {
        // Given: a page that was asked for before
        String id = sentId("first");
        assertThat(history("").<List<String>>path("results.content")).containsExactly("first");
        assertThat(history("").<List<String>>path("results.content")).containsExactly("first");

        // When / Then: a message of this replica
        sentId("second");
        assertThat(history("").<List<String>>path("results.content")).containsExactly("first", "second");

        // and of another one, of which nobody has told
        Database.storeSilently(room, people.candidate(), "third");
        assertThat(history("").<List<String>>path("results.content")).containsExactly("first", "second", "third");

        // and an edit, and a deletion
        as(people.candidateToken())
                .body(Map.of("content", "first, better"))
                .patch(messages + id + "/")
                .then()
                .statusCode(200);
        assertThat(history("").<List<String>>path("results.content"))
                .containsExactly("first, better", "second", "third");
        as(people.candidateToken()).delete(messages + id + "/").then().statusCode(200);
        history("").then().body("results[0].content", equalTo(""), "results[0].deleted_at", notNullValue());

        // and pages of different sizes are different pages
        page("?limit=2", true, 2, 3);
        page("?limit=3", false, 1, 2, 3);
        page("", false, 1, 2, 3);
    }

    @Test
    void whoIsNoMemberAnyMoreNeitherReadsNorWrites() {
        // Given: somebody who did both a moment ago
        sentId("before");
        as(people.candidateToken()).get(messages).then().statusCode(200);

        // When
        Database.remove(people.candidate(), room);

        // Then
        as(people.candidateToken()).get(messages).then().statusCode(404);
        sent(people.candidateToken(), Map.of("content", "after")).statusCode(404);
        assertThat(history("").<List<String>>path("results.content")).containsExactly("before");
    }

    @Test
    void whoLeavesInTheMiddleOfARequestIsNoFault() {
        // When
        Queue<LogRecord> lines = LogLines.during(() -> {
            for (int i = 0; i < 50; i++)
                for (String path :
                        List.of(messages, "/api/messaging/rooms/", "/api/messaging/rooms/" + room + "/mark-read/"))
                    RawSocket.postHalfAndLeave(base, path, people.candidateToken(), Duration.ofMillis(i));
            as(people.candidateToken())
                    .get("/api/messaging/rooms/" + room + "/")
                    .then()
                    .statusCode(200);
        });

        // Then
        assertThat(lines).noneMatch(line -> line.getLevel().intValue() >= Level.WARNING.intValue());
    }

    @Test
    void strangersGetNothingOfAPageThatOthersHaveJustRead() {
        // Given
        sentId("private");
        history("").then().statusCode(200);
        String stranger = People.some().candidateToken();

        // When / Then: as if there were no such room
        String missing = as(stranger)
                .get("/api/messaging/rooms/" + UUID.randomUUID() + "/messages/")
                .asString();
        assertThat(as(stranger).get(messages).then().statusCode(404).extract().asString())
                .isEqualTo(missing);
        sent(stranger, Map.of("content", "let me in")).statusCode(404);
    }

    private ValidatableResponse sent(String token, Map<String, ?> body) {
        return as(token).body(body).post(messages).then();
    }

    private String sentId(String content) {
        return sent(people.candidateToken(), Map.of("content", content))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void write(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> sentId("message " + i));
    }

    private Response history(String query) {
        return as(people.employerToken()).urlEncodingEnabled(false).get(messages + query);
    }

    private void page(String query, boolean hasMore, Integer... seqs) {
        Response page = history(query);
        page.then().statusCode(200).body("has_more", equalTo(hasMore));
        assertThat(new ArrayList<>(page.<List<Integer>>path("results.seq"))).containsExactly(seqs);
    }

    private static void isInvalid(ValidatableResponse response, String field) {
        response.statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"), "type", equalTo("urn:carechain:problem:invalid"))
                .body("errors.field", hasItem(field));
    }
}
