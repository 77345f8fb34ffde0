package com.carechain.chat.attachment;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.Clamd;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.S3Server;
import com.carechain.chat.testing.Samples;
import com.carechain.chat.testing.Upload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with its files in a real S3 server and, where it is installed, a real clamd. */
@QuarkusTest
@TestProfile(FilesInS3Test.Profile.class)
@QuarkusTestResource(LocalParts.class)
@QuarkusTestResource(value = FilesInS3Test.Servers.class, restrictToAnnotatedClass = true)
class FilesInS3Test {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUCKET_ORIGIN = "https://files.s3.eu-central-1.amazonaws.com";
    private final People people = People.some();
    private String room;

    @TestHTTPResource("/")
    URI base;

    @Inject
    Attachments attachments;

    @Inject
    RoomService rooms;

    @Inject
    Storage storage;

    @Inject
    AttachmentMetrics metrics;

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("carechain.page.connect-sources", BUCKET_ORIGIN);
        }
    }

    public static class Servers implements QuarkusTestResourceLifecycleManager {
        private static S3Server s3;
        private static Clamd clamd;
        private static Path directory;

        @Override
        public Map<String, String> start() {
            try {
                directory = Files.createTempDirectory("chat-service-files");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            s3 = S3Server.start(directory);
            Map<String, String> settings = new HashMap<>(Map.of(
                    "carechain.attachments.store", "s3",
                    "carechain.attachments.bucket", S3Server.BUCKET,
                    "quarkus.http.idle-timeout", "10s",
                    "carechain.attachments.scan-again", "1s",
                    "quarkus.s3.endpoint-override", s3.url().toString(),
                    "quarkus.s3.aws.region", "eu-central-1",
                    "quarkus.s3.aws.credentials.type", "static",
                    "quarkus.s3.aws.credentials.static-provider.access-key-id", S3Server.ACCESS_KEY,
                    "quarkus.s3.aws.credentials.static-provider.secret-access-key", S3Server.SECRET_KEY,
                    "quarkus.s3.api-call-timeout", "4S"));
            if (Clamd.program().isPresent()) {
                clamd = Clamd.start(directory);
                settings.put("carechain.attachments.scanner", "clamd");
                settings.put("carechain.attachments.clamd-address", clamd.address());
            }
            return settings;
        }

        @Override
        public void stop() {
            if (clamd != null) clamd.close();
            if (s3 != null) s3.close();
        }
    }

    @BeforeEach
    void open() {
        room = people.room();
    }

    private JsonNode uploaded(String name, byte[] bytes) {
        HttpResponse<String> answer =
                Upload.send(base, room, people.candidateToken(), Upload.form(name, "application/pdf", bytes));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String id) {
        as(people.candidateToken())
                .body(Map.of("message_type", "file", "attachment_ids", List.of(id)))
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(201);
    }

    private HttpResponse<byte[]> got(String id, String token) {
        return Upload.get(base, "/api/messaging/attachments/" + id + "/", token, Map.of());
    }

    private static String status(String id) {
        try (var connection = Database.connect();
                var statement = connection.prepareStatement("select status from attachment where id = ?")) {
            statement.setObject(1, UUID.fromString(id));
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "none";
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitStatus(String id, String status) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> status(id).equals(status));
    }

    private static void needsClamd() {
        Assumptions.assumeTrue(Clamd.program().isPresent(), "skipped: clamd is not installed (clamav-daemon)");
    }

    @Test
    void aFileGoesToS3AndComesBackThroughTheService() {
        // Given
        JsonNode a = uploaded("cv.pdf", Samples.pdf(300_000));
        String id = a.get("id").asText();
        send(id);
        if (Clamd.program().isPresent()) awaitStatus(id, "clean");

        // When / Then
        assertThat(got(id, people.employerToken()).body()).isEqualTo(Samples.pdf(300_000));
        assertThat(Upload.get(
                                base,
                                "/api/messaging/attachments/" + id + "/",
                                people.employerToken(),
                                Map.of("Range", "bytes=299990-"))
                        .body())
                .hasSize(10);
        assertThat(got(id, People.token("eve-" + people.job(), "candidate")).statusCode())
                .isEqualTo(404);
        JsonNode photo = uploaded("photo.jpg", Samples.photo(500, 300, 1));
        assertThat(Upload.get(base, photo.get("thumbnail_url").asText(), people.candidateToken(), Map.of())
                        .body())
                .startsWith(0xFF, 0xD8);
    }

    @Test
    void whereLinksAreAllowedMembersAreSentToS3() throws Exception {
        // Given: the same service, told to
        ChatConfig linking = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ChatConfig.class)
                .withDefaultValue("carechain.attachments.presigned", "1m")
                .build()
                .getConfigMapping(ChatConfig.class);
        Caller candidate = new Caller(people.candidate(), "Ana", Set.of("candidate"), Instant.MAX);
        DownloadResource downloads =
                new DownloadResource(attachments, rooms, storage, metrics, () -> candidate, linking);
        UUID id = UUID.fromString(
                uploaded("Größe.pdf", Samples.pdf(1000)).get("id").asText());

        // When
        Response answer = downloads.file(id, null);

        // Then
        assertThat(answer.getStatus()).isEqualTo(307);
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
        var there = answer.getLocation().toURL().openConnection();
        try (var in = there.getInputStream()) {
            assertThat(in.readAllBytes()).isEqualTo(Samples.pdf(1000));
        }
        assertThat(there.getHeaderField("Content-Disposition")).contains("attachment", "Gr%C3%B6%C3%9Fe.pdf");
    }

    @Test
    void thePageMayFollowALinkToTheBucket() throws Exception {
        HttpResponse<byte[]> page = Upload.get(base, "/", people.candidateToken(), Map.of());
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("connect-src 'self' " + BUCKET_ORIGIN + ";");
    }

    /** For longer than a silent connection may live here: ten seconds. */
    @Test
    void aSlowReaderGetsItsFileWhole() throws IOException {
        // Given
        String id = uploaded("cv.pdf", Samples.pdf(24 << 20)).get("id").asText();

        // When
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            socket.setSoTimeout(15_000);
            socket.getOutputStream()
                    .write(Upload.utf8("GET /api/messaging/attachments/" + id + "/ HTTP/1.1\r\nHost: x\r\n"
                            + "Connection: close\r\nAuthorization: Bearer " + people.candidateToken() + "\r\n\r\n"));
            long bytes = 0;
            byte[] piece = new byte[64 * 1024];
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                bytes += n;
                LockSupport.parkNanos(n * 600L); // at most 1.7 MB/s
            }

            // Then
            assertThat(bytes).isGreaterThan(24 << 20);
        }
    }

    @Test
    void withoutS3UploadsAreRefusedInTimeAndMessagesGoOn() {
        // Given
        String kept = uploaded("photo.jpg", Samples.photo(50, 50, 1)).get("id").asText();
        ChatSocket socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        socket.await("welcome");
        Servers.s3.close();
        try {
            // When
            HttpResponse<String> refused =
                    Upload.send(base, room, people.candidateToken(), Upload.form("cv.pdf", "a/b", Samples.pdf(1000)));

            // Then
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("unavailable").doesNotContain("Exception", "amazon", "127.0.0.1");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(Upload.get(
                                    base,
                                    "/api/messaging/attachments/" + kept + "/thumbnail/",
                                    people.candidateToken(),
                                    Map.of())
                            .statusCode())
                    .isEqualTo(503);
            socket.sendMessage("still here", null);
            socket.await("ack");
            assertThat(Database.number("select uploads from attachment_quota where user_id = ?", people.candidate()))
                    .as("what could not be stored does not count")
                    .isEqualTo(1);
        } finally {
            Servers.s3.restart();
        }
        uploaded("cv.pdf", Samples.pdf(1000));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Database.number(
                        "select count(*) from attachment where room_id = ? and status in ('storing', 'removing')",
                        UUID.fromString(room)))
                .isZero());
        socket.close();
    }

    @Test
    void aFileIsCleanOnceItHasBeenScannedAndEverybodyIsTold() {
        needsClamd();
        // Given
        ChatSocket employer = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
        employer.await("welcome");
        JsonNode a = uploaded("cv.pdf", Samples.pdf(2_000_000));
        assertThat(a.get("status").asText()).isEqualTo("pending");

        // When
        send(a.get("id").asText());

        // Then
        Awaitility.await().untilAsserted(() -> as(people.employerToken())
                .get("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .body("results[0].attachments[0].status", equalTo("clean")));
        JsonNode shown = employer.await("chat_message").get("message");
        if (shown.at("/attachments/0/status").asText().equals("pending"))
            assertThat(employer.await("message_updated")
                            .at("/message/attachments/0/status")
                            .asText())
                    .isEqualTo("clean");
        employer.close();
    }

    @Test
    void aVirusIsForNobody() {
        needsClamd();
        // Given
        ChatSocket employer = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
        employer.await("welcome");
        String id = uploaded("readme.txt", Clamd.EICAR).get("id").asText();

        // When
        awaitStatus(id, "rejected");

        // Then
        assertThat(got(id, people.candidateToken()).statusCode()).isEqualTo(404);
        as(people.candidateToken())
                .body(Map.of("message_type", "file", "attachment_ids", List.of(id)))
                .post("/api/messaging/rooms/" + room + "/messages/")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("attachment_ids"));
        employer.close();
    }

    @Test
    void whileItIsPendingAFileIsItsUploadersAlone() throws IOException {
        needsClamd();
        // Given: clamd is away
        ChatSocket employer = ChatSocket.open(base, "/ws/chat/" + room + "/", people.employerToken());
        employer.await("welcome");
        Servers.clamd.close();
        String clean;
        String virus;
        try {
            clean = uploaded("cv.pdf", Samples.pdf(1000)).get("id").asText();
            virus = uploaded("readme.txt", Clamd.EICAR).get("id").asText();
            send(clean);
            send(virus);

            // Then
            assertThat(employer.await("chat_message")
                            .at("/message/attachments/0/status")
                            .asText())
                    .isEqualTo("pending");
            assertThat(got(clean, people.candidateToken()).statusCode()).isEqualTo(200);
            assertThat(got(clean, people.employerToken()).statusCode()).isEqualTo(404);
        } finally {
            Servers.clamd = Servers.clamd.restarted();
        }

        // When it is back
        awaitStatus(clean, "clean");
        awaitStatus(virus, "rejected");

        // Then
        for (String verdict : List.of("clean", "rejected"))
            employer.await(
                    "message_updated",
                    f -> f.at("/message/attachments/0/status").asText().equals(verdict));
        assertThat(got(clean, people.employerToken()).statusCode()).isEqualTo(200);
        for (String token : List.of(people.candidateToken(), people.employerToken()))
            assertThat(got(virus, token).statusCode()).isEqualTo(404);
        assertThat(Database.number("select rev from room where id = ?", UUID.fromString(room)))
                .as("two messages, two verdicts")
                .isEqualTo(4);
        employer.close();
    }
}
