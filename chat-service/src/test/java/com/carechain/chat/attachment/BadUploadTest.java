package com.carechain.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.Samples;
import com.carechain.chat.testing.Upload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads that are broken, too large, not what they say, or made to do harm. Nothing of them stays. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class BadUploadTest {
    private static final int LIMIT = 26_214_400;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final People people = People.some();
    private String room;

    @Inject
    Spool spool;

    @Inject
    ChatConfig config;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void open() {
        room = people.room();
    }

    private HttpResponse<String> send(byte[] body) {
        return Upload.send(base, room, people.candidateToken(), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    private static void isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(answer).get("code").asText()).isEqualTo(code);
        assertThat(answer.body())
                .doesNotContain("java", "Exception", LocalParts.attachments().toString());
    }

    private static long spooled() {
        Path spool = LocalParts.attachments().resolve(".incoming");
        try (Stream<Path> files = Files.exists(spool) ? Files.list(spool) : Stream.empty()) {
            return files.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void nothingIsLeft() {
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
    }

    // --- Names

    @ParameterizedTest
    @MethodSource("names")
    void aNameIsNeverMoreThanAName(String given, String shown) {
        HttpResponse<String> answer = send(Upload.form(given, "application/pdf", Samples.pdf(100)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(json(answer).get("name").asText()).isEqualTo(shown);
        HttpResponse<byte[]> got =
                Upload.get(base, json(answer).get("url").asText(), people.candidateToken(), java.util.Map.of());
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment; filename=\"");
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("../../etc/passwd", "passwd"),
                Arguments.of("..\\..\\boot.ini", "boot.ini.pdf"),
                Arguments.of("a%0D%0ASet-Cookie: x=1%00.pdf", "a__Set-Cookie_ x=1_.pdf"),
                Arguments.of("nul\0byte.pdf", "nulbyte.pdf"),
                Arguments.of("x".repeat(300) + ".pdf", "x".repeat(196) + ".pdf"),
                Arguments.of("履".repeat(300) + ".pdf", "履".repeat(196) + ".pdf"),
                Arguments.of("cv\u202Efdp.exe", "cvfdp.exe.pdf"),
                Arguments.of("cv.html", "cv.html.pdf"),
                Arguments.of("x".repeat(196) + ".hta", "x".repeat(196) + ".pdf"),
                Arguments.of("", "file"));
    }

    // --- Bodies

    /** Who saves a file and opens it gets the program of its ending. */
    @ParameterizedTest
    @CsvSource({
        "cv.hta, cv.hta.txt",
        "notes.PS1, notes.PS1.txt",
        "cv.exe, cv.exe.txt",
        "cv.v2, cv.v2.txt",
        "LEAVING.TXT, LEAVING.TXT",
        "cv, cv"
    })
    void plainWordsAreNotSavedAsAProgram(String given, String shown) {
        HttpResponse<String> answer =
                send(Upload.form(given, "text/plain", "plain words".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(json(answer).get("name").asText()).isEqualTo(shown);
    }

    @Test
    void anEmptyFileIsRefused() {
        isProblem(send(Upload.form("cv.pdf", "application/pdf", new byte[0])), 400, "invalid");
        nothingIsLeft();
    }

    @Test
    void aBodyThatIsNotOneFileIsRefused() {
        byte[] pdf = Samples.pdf(100);
        byte[] whole = Upload.form("cv.pdf", "application/pdf", pdf);
        String multipart = "multipart/form-data; boundary=" + Upload.BOUNDARY;
        String token = people.candidateToken();

        // no such part, a field in place of a file, two files, another boundary, none, no end
        byte[] field =
                Upload.utf8("--" + Upload.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nwords");
        byte[] second = Upload.join(
                Upload.head("a.pdf", "application/pdf"), pdf, Upload.utf8("\r\n"), Upload.head("b.pdf", "a/b"), pdf);
        String other = new String(whole, StandardCharsets.ISO_8859_1).replace("name=\"file\"", "name=\"document\"");
        for (byte[] bad : List.of(
                Upload.join(field, Upload.tail()),
                Upload.join(second, Upload.tail()),
                other.getBytes(StandardCharsets.ISO_8859_1),
                Upload.tail(),
                new byte[0],
                Upload.utf8("no form at all"),
                java.util.Arrays.copyOf(whole, whole.length - 10),
                java.util.Arrays.copyOf(whole, 60)))
            isProblem(Upload.send(base, room, token, multipart, bad), 400, "invalid");
        isProblem(Upload.send(base, room, token, "multipart/form-data; boundary=other", whole), 400, "invalid");
        isProblem(Upload.send(base, room, token, "multipart/form-data", whole), 400, "invalid");
        isProblem(Upload.send(base, room, token, "application/json", whole), 415, "unsupported_media_type");
        isProblem(Upload.send(base, room, token, null, whole), 415, "unsupported_media_type");
        nothingIsLeft();
    }

    @Test
    void endlessHeadersOfAPartAreRefused() {
        isProblem(send(Upload.form("x".repeat(100_000), "application/pdf", Samples.pdf(10))), 400, "invalid");
        nothingIsLeft();
    }

    // --- Types

    @ParameterizedTest
    @MethodSource("refusedTypes")
    void whatIsNotAllowedIsRefusedWhateverItIsCalled(String name, byte[] bytes) {
        isProblem(send(Upload.form(name, "application/pdf", bytes)), 415, "unsupported_media_type");
        nothingIsLeft();
    }

    static Stream<Arguments> refusedTypes() {
        byte[] html = Upload.utf8("<!DOCTYPE html><html><script>alert(1)</script></html>");
        byte[] svg = Upload.utf8("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        return Stream.of(
                Arguments.of("cv.pdf", html),
                Arguments.of("cv.txt", html),
                Arguments.of("cv.png", svg),
                Arguments.of("cv.svg", svg),
                Arguments.of("cv.pdf", Upload.join(new byte[] {0x7F}, Upload.utf8("ELF"), new byte[200])),
                Arguments.of("cv.pdf", Upload.join(Upload.utf8("MZ"), new byte[200])),
                Arguments.of("cv.docx", Samples.zip("evil.exe")),
                Arguments.of("cv.docx", Samples.zip("[Content_Types].xml", "xl/workbook.xml")),
                Arguments.of("cv.docx", Samples.zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
                Arguments.of("cv.docx", Upload.join(Upload.utf8("PK\3\4"), new byte[200])),
                Arguments.of("archive.zip", Samples.docx()),
                Arguments.of("page.html", Upload.utf8("just words")),
                Arguments.of("cv.jpg", Upload.join(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, new byte[50])),
                Arguments.of("cv.gif", Upload.utf8("GIF89a\u0009\0\u0009\0\0\0\0nothing")));
    }

    @Test
    void aBombAndAPolyglotAreStoredAndNeverUnpacked() {
        // Given: a ZIP behind a PDF, and a hundred million zeros
        byte[] polyglot = Upload.join(Samples.pdf(1000), Samples.docx());

        // When / Then
        HttpResponse<String> both = send(Upload.form("cv.pdf", "application/zip", polyglot));
        assertThat(json(both).get("content_type").asText()).isEqualTo("application/pdf");
        HttpResponse<String> bomb = send(Upload.form("cv.docx", "application/zip", Samples.bomb()));
        assertThat(bomb.statusCode()).isEqualTo(201);
        assertThat(json(bomb).get("size").asInt()).isEqualTo(Samples.bomb().length);
    }

    @Test
    void anImageOfFourHundredMillionPixelsIsRefusedUndecoded() {
        HttpResponse<String> answer = send(Upload.form("x.png", "image/png", Samples.hugePng(20_000, 20_000)));
        isProblem(answer, 413, "too_large");
        assertThat(json(answer).get("detail").asText()).contains("40000000", "20000 × 20000");
        nothingIsLeft();
    }

    // --- Sizes

    @Test
    void exactlyTheLimitIsTakenAndOneByteMoreIsNot() {
        HttpResponse<String> exact = send(Upload.form("cv.pdf", "application/pdf", Samples.pdf(LIMIT)));
        assertThat(exact.statusCode()).isEqualTo(201);
        assertThat(json(exact).get("size").asInt()).isEqualTo(LIMIT);
        HttpResponse<String> more = send(Upload.form("cv.pdf", "application/pdf", Samples.pdf(LIMIT + 1)));
        isProblem(more, 413, "too_large");
        assertThat(json(more).get("detail").asText()).contains(String.valueOf(LIMIT));
        nothingIsLeft();
    }

    /** Without a length in front nobody knows until it is too much. */
    @Test
    void tooMuchIsNoticedWithoutALengthInFront() {
        byte[] piece = new byte[1 << 20];
        byte[] head = Upload.head("cv.pdf", "application/pdf");
        HttpRequest request = upload().POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(Stream.concat(
                                Stream.of(head), Stream.generate(() -> piece).limit(26))
                        .toList())))
                .build();
        try {
            isProblem(Upload.exchange(request), 413, "too_large");
        } catch (java.io.UncheckedIOException e) {
            // the connection was cut before this client had read the answer
            assertThat(e.getCause()).isInstanceOf(IOException.class);
        }
        nothingIsLeft();
    }

    private HttpRequest.Builder upload() {
        return HttpRequest.newBuilder(base.resolve("/api/messaging/rooms/" + room + "/attachments/"))
                .header("Authorization", "Bearer " + people.candidateToken())
                .header("Content-Type", "multipart/form-data; boundary=" + Upload.BOUNDARY);
    }

    private Socket raw(String token, long length, String... more) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(15_000);
        String head = "POST /api/messaging/rooms/" + room + "/attachments/ HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: " + length
                + "\r\nContent-Type: multipart/form-data; boundary=" + Upload.BOUNDARY + "\r\n"
                + String.join("", more) + "\r\n";
        socket.getOutputStream().write(Upload.utf8(head));
        socket.getOutputStream().flush();
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The body is never sent: the answer must not wait for it. */
    @Test
    void whatCanBeRefusedIsRefusedBeforeTheBody() throws IOException {
        String stranger = People.token("eve-" + people.job(), "candidate");
        try (Socket tooLarge = raw(people.candidateToken(), LIMIT + 100_000L);
                Socket foreign = raw(stranger, 1000);
                Socket nobody = raw("x", 1000);
                Socket absurd = raw(people.candidateToken(), 50_000_000_000L)) {
            assertThat(reader(tooLarge).readLine()).startsWith("HTTP/1.1 413");
            assertThat(reader(foreign).readLine()).startsWith("HTTP/1.1 404");
            assertThat(reader(nobody).readLine()).startsWith("HTTP/1.1 401");
            assertThat(reader(absurd).readLine()).startsWith("HTTP/1.1 413");
        }
    }

    /** Browsers send on, and read the answer when they have. */
    @Test
    void whoSendsItsBodyAllTheSameIsNotLeftHanging() throws Exception {
        int length = LIMIT + 200_000;
        String stranger = People.token("eve-" + people.job(), "candidate");
        for (String token : List.of(people.candidateToken(), stranger, "x")) {
            try (Socket socket = raw(token, length)) {
                Thread sending = Thread.ofVirtual().start(() -> {
                    try {
                        socket.getOutputStream().write(new byte[length]);
                    } catch (IOException e) {
                        // cut off: that is an end as well
                    }
                });
                assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 4");
                assertThat(sending.join(java.time.Duration.ofSeconds(10))).isTrue();
            }
        }
    }

    @Test
    void whoNeverStopsSendingIsCutOffAndTakesNoMemory() throws IOException {
        byte[] piece = Upload.join(Upload.utf8("100000\r\n"), new byte[1 << 20], Upload.utf8("\r\n"));
        long before = used();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(Upload.utf8("POST /api/messaging/rooms/" + room + "/attachments/ HTTP/1.1\r\nHost: x\r\n"
                    + "Authorization: Bearer " + people.candidateToken() + "\r\nTransfer-Encoding: chunked\r\n"
                    + "Content-Type: multipart/form-data; boundary=" + Upload.BOUNDARY + "\r\n\r\n"));
            byte[] head = Upload.head("cv.pdf", "application/pdf");
            out.write(Upload.utf8(Integer.toHexString(head.length) + "\r\n"));
            out.write(head);
            out.write(Upload.utf8("\r\n"));
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 400; sent++) out.write(piece);
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(used() - before).as("bytes more in use").isLessThan(12L << 20);
        nothingIsLeft();
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOnOrNot() throws IOException {
        byte[] form = Upload.form("cv.pdf", "application/pdf", Samples.pdf(1000));
        try (Socket welcome = raw(people.candidateToken(), form.length, "Expect: 100-continue\r\n")) {
            BufferedReader answer = reader(welcome);
            assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
            assertThat(answer.readLine()).isEmpty();
            welcome.getOutputStream().write(form);
            assertThat(answer.readLine()).startsWith("HTTP/1.1 201");
        }
        String stranger = People.token("eve-" + people.job(), "candidate");
        try (Socket refused = raw(stranger, form.length, "Expect: 100-continue\r\n")) {
            assertThat(reader(refused).readLine()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aBodyThatIsCutOffLeavesNothingBehind() throws IOException {
        // Given
        byte[] form = Upload.form("cv.pdf", "application/pdf", Samples.pdf(3_000_000));
        Socket socket = raw(people.candidateToken(), form.length);
        socket.getOutputStream().write(form, 0, 2_000_000);
        socket.getOutputStream().flush();
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isEqualTo(1));

        // When
        socket.setSoLinger(true, 0);
        socket.close();

        // Then
        nothingIsLeft();
    }

    /** A hundred megabytes at once, through a heap that does not see them. */
    @Test
    void memoryDoesNotGrowWithTheFile() throws Exception {
        // Given: four uploads that have sent nearly all of the largest file, and stop there
        byte[] head = Upload.head("cv.pdf", "application/pdf");
        byte[] piece = Samples.pdf(1 << 20);
        long before = used();
        List<Socket> sockets = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket socket = raw(people.candidateToken(), head.length + 25L * piece.length + 100);
            sockets.add(socket);
            OutputStream out = socket.getOutputStream();
            out.write(head);
            for (int j = 0; j < 25; j++) out.write(piece);
        }

        // When / Then: it is on the disk, not in memory
        Awaitility.await().untilAsserted(() -> assertThat(spooledBytes()).isGreaterThan(95L << 20));
        long grown = used() - before;
        assertThat(grown).as("bytes more in use").isLessThan(12L << 20);
        for (Socket socket : sockets) socket.close();
        nothingIsLeft();
    }

    private static long spooledBytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(LocalParts.attachments().resolve(".incoming"))) {
            for (Path file : files.toList()) sum += Files.size(file);
        }
        return sum;
    }

    /** Heap after a collection, and what is held outside of it. */
    private static long used() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
                .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + direct
                + io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /** Slow uploads, or none at all after their head, take the places of others for as long as an upload may last. */
    @Test
    void nobodyTakesAllPlacesForUploads() throws Exception {
        // Given: as many as one user may have, and none of them comes to its end
        byte[] head = Upload.head("cv.pdf", "application/pdf");
        List<Socket> mine = new java.util.ArrayList<>();
        for (int i = 0; i < config.attachments().concurrentUploadsPerUser(); i++) {
            Socket socket = raw(people.candidateToken(), 100_000);
            socket.getOutputStream().write(Upload.join(head, Upload.utf8("%PDF-1.7")));
            mine.add(socket);
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isEqualTo(mine.size()));
        byte[] whole = Upload.form("cv.pdf", "application/pdf", Samples.pdf(1000));

        // When
        HttpResponse<String> oneMore = send(whole);
        HttpResponse<String> somebodyElses = Upload.send(base, room, people.employerToken(), whole);

        // Then
        isProblem(oneMore, 429, "rate_limited");
        assertThat(oneMore.headers().firstValue("Retry-After")).contains("2");
        assertThat(somebodyElses.statusCode()).as(somebodyElses.body()).isEqualTo(201);
        for (Socket socket : mine) socket.close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(send(whole).statusCode()).isEqualTo(201));
    }

    /** The time limit holds for the whole body, not only for the part that is the file. */
    @Test
    void anUploadThatDripsBesideTheFileEndsAsWell() {
        // Given: ten seconds from one byte to the next
        AtomicLong bytes = new AtomicLong();
        FormReader reader =
                new FormReader(spool, () -> Instant.EPOCH.plusSeconds(10 * bytes.getAndIncrement()), config);
        byte[] head = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        InputStream dripping = new InputStream() {
            private int at;

            @Override
            public int read() {
                return at < head.length ? head[at++] : 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        // When / Then
        assertThatThrownBy(() -> reader.read("multipart/form-data; boundary=b", dripping))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.detail()).contains("took longer"));
    }

    @Test
    void messagesHaveTheirOwnLimitAsBefore() {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/messaging/rooms/" + room + "/messages/"))
                .header("Authorization", "Bearer " + people.candidateToken())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[300_000]))
                .build();
        isProblem(Upload.exchange(request), 413, "too_large");
    }
}
