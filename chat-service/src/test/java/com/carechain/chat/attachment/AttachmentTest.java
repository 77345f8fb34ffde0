package com.carechain.chat.attachment;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Platform;
import com.carechain.chat.testing.Samples;
import com.carechain.chat.testing.Upload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file's way from an upload through a message to the other side's disk, and its end. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class AttachmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final People people = People.some();
    private String room;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void open() {
        room = people.room();
    }

    private JsonNode uploaded(String token, String name, byte[] bytes) {
        HttpResponse<String> answer =
                Upload.send(base, room, token, Upload.form(name, "application/octet-stream", bytes));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer.body());
    }

    private String uploadedId() {
        return uploaded(people.candidateToken(), "cv.pdf", Samples.pdf(5000))
                .get("id")
                .asText();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ValidatableResponse sent(String token, Object message) {
        return as(token)
                .body(message)
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then();
    }

    private static Map<String, Object> file(Object... ids) {
        return Map.of("message_type", "file", "content", "", "attachment_ids", List.of(ids));
    }

    private HttpResponse<byte[]> got(String id, String token, String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) all.put(headers[i], headers[i + 1]);
        return Upload.get(base, "/api/messaging/attachments/" + id + "/", token, all);
    }

    // --- Upload

    @Test
    void anUploadIsShownWhole() {
        // When
        JsonNode a = uploaded(people.candidateToken(), "Lebenslauf – Ana.pdf", Samples.pdf(5000));

        // Then
        String url = "/api/messaging/attachments/" + a.get("id").asText() + "/";
        assertThat(a.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "id",
                        "room_id",
                        "name",
                        "content_type",
                        "size",
                        "width",
                        "height",
                        "status",
                        "url",
                        "thumbnail_url",
                        "created_at");
        assertThat(a.get("room_id").asText()).isEqualTo(room);
        assertThat(a.get("name").asText()).isEqualTo("Lebenslauf – Ana.pdf");
        assertThat(a.get("content_type").asText()).isEqualTo("application/pdf");
        assertThat(a.get("size").asInt()).isEqualTo(5000);
        assertThat(a.get("width").isNull() && a.get("thumbnail_url").isNull()).isTrue();
        assertThat(a.get("status").asText()).isEqualTo("unscanned");
        assertThat(a.get("url").asText()).isEqualTo(url);
        assertThat(a.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void aPhotoIsCleanedMeasuredAndGetsAThumbnail() {
        // When: stored lying on its side
        JsonNode a = uploaded(people.candidateToken(), "licence.jpg", Samples.photo(900, 600, 6));

        // Then
        assertThat(a.get("width").asInt()).isEqualTo(600);
        assertThat(a.get("height").asInt()).isEqualTo(900);
        String id = a.get("id").asText();
        byte[] stored = got(id, people.candidateToken()).body();
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(Samples.PLACE);
        assertThat(stored).hasSize(a.get("size").asInt());
        HttpResponse<byte[]> thumbnail =
                Upload.get(base, a.get("thumbnail_url").asText(), people.candidateToken(), Map.of());
        assertThat(thumbnail.statusCode()).isEqualTo(200);
        assertThat(thumbnail.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(thumbnail.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment; filename=\"licence.jpg.jpg\"");
        assertThat(thumbnail.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        assertThat(thumbnail.body()).startsWith(0xFF, 0xD8);
        String tag = thumbnail.headers().firstValue("ETag").orElseThrow();
        assertThat(Upload.get(
                                base,
                                a.get("thumbnail_url").asText(),
                                people.candidateToken(),
                                Map.of("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> part = Upload.get(
                base, a.get("thumbnail_url").asText(), people.candidateToken(), Map.of("Range", "bytes=2-9"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(thumbnail.body(), 2, 10));
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-9/" + thumbnail.body().length);
    }

    @Test
    void aFileIsWhatItsBytesSayAndNotWhatItsSenderSays() {
        // Given
        byte[] pdf = Samples.pdf(100);

        // When / Then
        HttpResponse<String> lied =
                Upload.send(base, room, people.candidateToken(), Upload.form("holiday.jpg", "image/jpeg", pdf));
        assertThat(json(lied.body()).get("content_type").asText()).isEqualTo("application/pdf");
        assertThat(uploaded(people.candidateToken(), "x.docx", Samples.docx())
                        .get("content_type")
                        .asText())
                .endsWith("wordprocessingml.document");
    }

    // --- Message

    @Test
    void aMessageShowsItsFilesInOrderEverywhere() {
        // Given
        ChatSocket employer = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
        employer.await("welcome");
        String first = uploadedId();
        String second = uploaded(people.candidateToken(), "photo.png", Samples.annotatedPng(40, 30))
                .get("id")
                .asText();

        // When
        String message = sent(
                        people.candidateToken(),
                        Map.of("message_type", "file", "content", "My CV", "attachment_ids", List.of(second, first)))
                .statusCode(201)
                .body("message_type", equalTo("file"))
                .body("content", equalTo("My CV"))
                .body("attachments.id", equalTo(List.of(second, first)))
                .body("attachment.id", equalTo(second))
                .body("attachments[0].width", equalTo(40))
                .body("attachments[0].thumbnail_url", matchesPattern("/api/messaging/attachments/.*/thumbnail/"))
                .extract()
                .path("id");

        // Then: live, in history, in the room list, and to who was away
        JsonNode live = employer.await("chat_message").get("message");
        assertThat(live.get("id").asText()).isEqualTo(message);
        assertThat(live.at("/attachments/0/id").asText()).isEqualTo(second);
        assertThat(live.at("/attachments/1/name").asText()).isEqualTo("cv.pdf");
        as(people.employerToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .body("results[0].attachments.id", equalTo(List.of(second, first)))
                .body("results[0].attachment.id", equalTo(second));
        as(people.employerToken())
                .get("/api/messaging/rooms/" + room + "/")
                .then()
                .body("last_message.attachments.id", equalTo(List.of(second, first)));
        ChatSocket late = ChatSocket.open(base, "/ws/chat/" + room + "/?after_rev=0", people.employerToken());
        assertThat(late.await("chat_message").at("/message/attachments/1/id").asText())
                .isEqualTo(first);
        assertThat(got(first, people.employerToken()).body()).isEqualTo(Samples.pdf(5000));
        employer.close();
        late.close();
    }

    @Test
    void aTextMessageHasNoFiles() {
        sent(people.candidateToken(), Map.of("content", "hello"))
                .statusCode(201)
                .body("attachments", hasSize(0))
                .body("attachment", nullValue());
    }

    @Test
    void theSingleAttachmentIdStillWorksOverASocket() {
        // Given
        String id = uploadedId();
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        socket.await("welcome");

        // When
        socket.send("{\"type\":\"chat_message\",\"message_type\":\"file\",\"attachment_id\":\"" + id + "\"}");

        // Then
        socket.await("ack");
        JsonNode message = socket.await("chat_message").get("message");
        assertThat(message.get("content").asText()).isEmpty();
        assertThat(message.at("/attachment/id").asText()).isEqualTo(id);
        socket.close();
    }

    @Test
    void sendingAgainGivesTheOriginalWithItsFiles() {
        // Given
        String id = uploadedId();
        Map<String, Object> message = new HashMap<>(file(id));
        message.put("client_id", UUID.randomUUID().toString());
        String original =
                sent(people.candidateToken(), message).statusCode(201).extract().path("id");

        // When / Then
        sent(people.candidateToken(), message)
                .statusCode(200)
                .body("id", equalTo(original))
                .body("attachments.id", equalTo(List.of(id)));
    }

    @Test
    void aFileBelongsToOneMessageOnly() {
        String id = uploadedId();
        sent(people.candidateToken(), file(id)).statusCode(201);
        refused(sent(people.candidateToken(), file(id)));
        as(people.candidateToken())
                .get("/api/messaging/rooms/" + room + "/")
                .then()
                .body("last_seq", equalTo(1));
    }

    @Test
    void manyAtOnceWithTheSameFileMakeOneMessage() {
        // Given
        String id = uploadedId();

        // When
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> Upload.post(
                                base,
                                "/api/messaging/rooms/" + room + "/messages/",
                                people.candidateToken(),
                                "{\"message_type\":\"file\",\"attachment_id\":\"" + id + "\"}")
                        .statusCode())
                .toList();

        // Then
        assertThat(answers).containsOnly(201, 400).containsOnlyOnce(201);
        assertThat(Database.number("select count(*) from message where room_id = ?", UUID.fromString(room)))
                .isEqualTo(1);
        assertThat(Database.number("select last_seq from room where id = ?", UUID.fromString(room)))
                .isEqualTo(1);
        assertThat(Database.number("select count(*) from outbox where room_id = ? and seq > 1", UUID.fromString(room)))
                .isZero();
    }

    @Test
    void onlyOwnUploadsToThisRoomCanBeSent() {
        String mine = uploadedId();
        refused(sent(people.employerToken(), file(mine)));
        refused(sent(people.candidateToken(), file(UUID.randomUUID())));
        refused(sent(people.candidateToken(), file(mine, UUID.randomUUID())));
        sent(people.candidateToken(), file(mine)).statusCode(201).body("seq", equalTo(1));

        People others = new People(people.candidate(), "other-" + people.employer(), "other-" + people.job());
        String elsewhere = others.room();
        String there = json(Upload.send(
                                base,
                                elsewhere,
                                people.candidateToken(),
                                Upload.form("cv.pdf", "application/pdf", Samples.pdf(10)))
                        .body())
                .get("id")
                .asText();
        refused(sent(people.candidateToken(), file(there)));
    }

    private static void refused(ValidatableResponse answer) {
        answer.statusCode(400).body("code", equalTo("invalid")).body("errors[0].field", equalTo("attachment_ids"));
    }

    @Test
    void whatIsNoListOfFilesIsRefused() {
        String id = UUID.randomUUID().toString();
        List<String> eleven =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(11).toList();
        for (Object bad : List.of(
                Map.of("message_type", "file"),
                Map.of("message_type", "file", "attachment_ids", List.of()),
                Map.of("message_type", "file", "attachment_ids", eleven),
                Map.of("message_type", "file", "attachment_ids", List.of(id, id)),
                Map.of("message_type", "file", "attachment_ids", List.of("x")),
                Map.of("message_type", "file", "attachment_ids", List.of(id), "attachment_id", id),
                Map.of("message_type", "text", "content", "x", "attachment_ids", List.of(id)),
                Map.of("content", "x", "attachment_id", id),
                Map.of("message_type", "file", "attachment_id", id, "content", "x".repeat(10_001))))
            sent(people.candidateToken(), bad).statusCode(400).body("code", equalTo("invalid"));
    }

    @Test
    void aBadMessageDoesNotTakeItsNeighboursAlong() {
        // Given: one batch, on sockets that do not wait for each other
        String id = uploadedId();
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        socket.await("welcome");

        // When
        for (int i = 0; i < 6; i++)
            socket.send(
                    i % 2 == 0
                            ? "{\"type\":\"chat_message\",\"content\":\"text " + i + "\"}"
                            : "{\"type\":\"chat_message\",\"message_type\":\"file\",\"attachment_ids\":[\""
                                    + (i == 3 ? id : UUID.randomUUID().toString()) + "\"]}");

        // Then
        Awaitility.await().untilAsserted(() -> assertThat(
                        Database.number("select count(*) from message where room_id = ?", UUID.fromString(room)))
                .isEqualTo(4));
        assertThat(Database.number("select last_seq from room where id = ?", UUID.fromString(room)))
                .isEqualTo(4);
        socket.close();
    }

    // --- Download

    @Test
    void aDownloadIsAFileAndNothingMore() throws Exception {
        // Given
        byte[] pdf = Samples.pdf(5000);
        String id =
                uploaded(people.candidateToken(), "Größe.pdf", pdf).get("id").asText();
        sent(people.candidateToken(), file(id)).statusCode(201);

        // When
        HttpResponse<byte[]> answer = got(id, people.employerToken());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(pdf);
        var headers = answer.headers();
        assertThat(headers.firstValue("Content-Type")).contains("application/pdf");
        assertThat(headers.firstValue("Content-Length")).contains("5000");
        assertThat(headers.firstValue("Content-Disposition"))
                .contains("attachment; filename=\"Gr__e.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf");
        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'; sandbox");
        assertThat(headers.firstValue("Accept-Ranges")).contains("bytes");
        assertThat(headers.allValues("Cache-Control")).containsExactly("private, no-cache");
        assertThat(headers.firstValue("ETag"))
                .contains('"'
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(pdf))
                        + '"');
    }

    @Test
    void aPartOfAFileCanBeHad() {
        // Given
        byte[] pdf = Samples.pdf(5000);
        String id = uploadedId();
        String tag =
                got(id, people.candidateToken()).headers().firstValue("ETag").orElseThrow();

        // When / Then
        HttpResponse<byte[]> part = got(id, people.candidateToken(), "Range", "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1000-1999/5000");
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(pdf, 1000, 2000));
        assertThat(got(id, people.candidateToken(), "Range", "bytes=-10").body())
                .isEqualTo(java.util.Arrays.copyOfRange(pdf, 4990, 5000));
        assertThat(got(id, people.candidateToken(), "Range", "bytes=0-9", "If-Range", tag)
                        .statusCode())
                .isEqualTo(206);
        assertThat(got(id, people.candidateToken(), "Range", "bytes=0-9", "If-Range", "\"other\"")
                        .body())
                .hasSize(5000);
        assertThat(got(id, people.candidateToken(), "Range", "nonsense").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> beyond = got(id, people.candidateToken(), "Range", "bytes=5000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */5000");
        assertThat(got(id, people.candidateToken(), "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void aHeadAnswersWithoutBytes() {
        String id = uploadedId();
        as(people.candidateToken())
                .head("/api/messaging/attachments/" + id + "/")
                .then()
                .statusCode(200)
                .header("Content-Length", "5000");
    }

    @Test
    void strangersGetWhatIsThereForNobody() {
        // Given
        String id = uploadedId();
        String stranger = People.token("eve-" + people.job(), "candidate");

        // Then: unsent it is its uploader's alone
        for (String token : List.of(stranger, people.employerToken()))
            assertThat(got(id, token).statusCode()).isEqualTo(404);
        sent(people.candidateToken(), file(id)).statusCode(201);
        HttpResponse<byte[]> refused = got(id, stranger);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body())
                .isEqualTo(got(UUID.randomUUID().toString(), stranger).body());
        assertThat(got("not-an-id", stranger).statusCode()).isEqualTo(404);
        assertThat(got(id + "/thumbnail", people.candidateToken()).statusCode()).isEqualTo(404);
        assertThat(got(id, "x").statusCode()).isEqualTo(401);
        assertThat(Upload.send(base, room, stranger, Upload.form("a.pdf", "a/b", Samples.pdf(10)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(Upload.send(base, room, null, Upload.form("a.pdf", "a/b", Samples.pdf(10)))
                        .statusCode())
                .isEqualTo(401);

        // And who is no longer a member is a stranger
        Database.remove(people.employer(), room);
        assertThat(got(id, people.employerToken()).statusCode()).isEqualTo(404);
    }

    // --- The end

    private static Path stored(String id) {
        return LocalParts.attachments().resolve(id.substring(id.length() - 2)).resolve(id);
    }

    private static long rows(String id) {
        return Database.number("select count(*) from attachment where id = ?", UUID.fromString(id));
    }

    private static void age(String id, String interval) {
        Database.update(
                "update attachment set unused_since = unused_since - ?::interval where id = ?",
                interval,
                UUID.fromString(id));
    }

    @Test
    void anUploadThatNoMessageNamesIsRemovedAfterADay() {
        // Given
        String forgotten = uploadedId();
        String young = uploadedId();
        String used = uploadedId();
        sent(people.candidateToken(), file(used)).statusCode(201);

        // When
        age(forgotten, "25 hours");
        age(young, "23 hours");
        age(used, "25 hours");

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rows(forgotten) == 0);
        assertThat(stored(forgotten)).doesNotExist();
        assertThat(stored(young)).exists();
        assertThat(got(used, people.employerToken()).statusCode()).isEqualTo(200);
        refused(sent(people.candidateToken(), file(forgotten)));
    }

    @Test
    void theFilesOfADeletedMessageAreGoneAtOnceAndRemovedLater() {
        // Given
        String photo = uploaded(people.candidateToken(), "p.jpg", Samples.photo(400, 400, 1))
                .get("id")
                .asText();
        String message = sent(people.candidateToken(), file(photo))
                .statusCode(201)
                .extract()
                .path("id");

        // When
        as(people.candidateToken())
                .delete("/api/messaging/rooms/" + room + "/messages/" + message + "/")
                .then()
                .statusCode(200)
                .body("attachments", hasSize(0))
                .body("attachment", nullValue());

        // Then
        for (String token : List.of(people.candidateToken(), people.employerToken()))
            assertThat(got(photo, token).statusCode()).isEqualTo(404);
        assertThat(stored(photo)).exists();
        age(photo, "25 hours");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rows(photo) == 0);
        assertThat(stored(photo)).doesNotExist();
        assertThat(Path.of(stored(photo) + ".thumbnail")).doesNotExist();
        as(people.employerToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .body("results[0].attachments", hasSize(0));
    }

    @Test
    void whatAReplicaLeftInTheMiddleOfRemovingIsFinished() throws IOException {
        // Given
        String id = uploadedId();
        Files.delete(stored(id));

        // When
        Database.update(
                "update attachment set status = 'removing', held_until = now() - interval '1 second' where id = ?",
                UUID.fromString(id));

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rows(id) == 0);
    }

    @Test
    void anEditedMessageKeepsItsFiles() {
        String id = uploadedId();
        String message = sent(people.candidateToken(), file(id)).extract().path("id");
        as(people.candidateToken())
                .body(Map.of("content", "with words"))
                .patch("/api/messaging/rooms/" + room + "/messages/" + message + "/")
                .then()
                .statusCode(200)
                .body("content", equalTo("with words"))
                .body("attachments.id", equalTo(List.of(id)));
    }

    // --- Limits

    @Test
    void theQuotaOfADayIsKeptToTheByte() {
        // Given: a byte less than the file is left
        Database.update(
                "insert into attachment_quota (user_id, day, uploads, bytes)"
                        + " values (?, (now() at time zone 'utc')::date, 1, ?)",
                people.candidate(),
                524_288_000L - 4999);

        // When / Then
        HttpResponse<String> refused =
                Upload.send(base, room, people.candidateToken(), Upload.form("cv.pdf", "a/b", Samples.pdf(5000)));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused.body()).get("code").asText()).isEqualTo("quota_exceeded");
        assertThat(json(refused.body()).get("detail").asText()).contains("200", "524288000");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 86_400L);
        uploaded(people.candidateToken(), "cv.pdf", Samples.pdf(4999));
        assertThat(Upload.send(base, room, people.candidateToken(), Upload.form("a.txt", "a/b", Upload.utf8("a")))
                        .statusCode())
                .isEqualTo(429);
        uploaded(people.employerToken(), "other.pdf", Samples.pdf(5000));
    }

    @Test
    void manyAtOnceDoNotPassTheQuota() {
        // Given
        Database.update(
                "insert into attachment_quota (user_id, day, uploads, bytes)"
                        + " values (?, (now() at time zone 'utc')::date, 197, 0)",
                people.candidate());

        // When
        List<Integer> answers = IntStream.range(0, 10)
                .parallel()
                .mapToObj(i -> Upload.send(
                                base, room, people.candidateToken(), Upload.form("a.txt", "a/b", Upload.utf8("hello")))
                        .statusCode())
                .toList();

        // Then
        assertThat(answers.stream().filter(s -> s == 201)).hasSize(3);
        assertThat(answers).containsOnly(201, 429);
        assertThat(Database.number("select uploads from attachment_quota where user_id = ?", people.candidate()))
                .isEqualTo(200);
    }

    @Test
    void nobodyUploadsIntoAClosedRoom() {
        Platform.close(people, 1);
        HttpResponse<String> refused =
                Upload.send(base, room, people.candidateToken(), Upload.form("cv.pdf", "a/b", Samples.pdf(10)));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused.body()).get("code").asText()).isEqualTo("room_closed");
    }
}
