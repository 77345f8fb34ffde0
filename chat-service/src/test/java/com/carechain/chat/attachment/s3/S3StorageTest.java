package com.carechain.chat.attachment.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.attachment.Storage;
import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.attachment.StorageContract;
import com.carechain.chat.testing.S3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Against a real S3 server. */
class S3StorageTest extends StorageContract {
    private static final StaticCredentialsProvider WHO =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
    private static final S3Configuration PATHS =
            S3Configuration.builder().pathStyleAccessEnabled(true).build();
    private static S3Server server;
    private static S3Storage storage;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = S3Server.start(data);
        storage = storage(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static S3Storage storage(URI url) {
        S3Client client = S3Client.builder()
                .endpointOverride(url)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(WHO)
                .serviceConfiguration(PATHS)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(Duration.ofSeconds(1)))
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(3)))
                .build();
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(url)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(WHO)
                .serviceConfiguration(PATHS)
                .build();
        return new S3Storage(client, () -> presigner, S3Server.BUCKET);
    }

    @Override
    protected Storage storage() {
        return storage;
    }

    @Test
    void aLinkGivesTheBytesWithOurNameAndTypeToWhoeverHasIt() throws Exception {
        // Given
        Key key = new Key(UUID.randomUUID(), Kind.FILE);
        storage.put(key, file(new byte[] {1, 2, 3}), "application/pdf");

        // When
        URI link = storage.link(
                        key,
                        new Storage.Served("application/pdf", "attachment; filename=\"cv.pdf\""),
                        Duration.ofMinutes(1))
                .orElseThrow();

        // Then
        HttpResponse<byte[]> answer = get(link);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsExactly(1, 2, 3);
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"cv.pdf\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
        URI forged = URI.create(link.toString().replaceFirst("X-Amz-Signature=....", "X-Amz-Signature=0000"));
        assertThat(get(forged).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<byte[]> get(URI link) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray());
        }
    }

    @Test
    void nobodyThereIsAFailure() {
        Storage away = storage(URI.create("http://127.0.0.1:1"));
        Key key = new Key(UUID.randomUUID(), Kind.FILE);
        assertThatThrownBy(() -> away.put(key, file(new byte[1]), "text/plain")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> away.open(key, 0, 1))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> away.delete(key)).isInstanceOf(IOException.class);
    }

    @Test
    void silenceIsAFailureWithinTheTimeLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Storage slow = storage(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            Key key = new Key(UUID.randomUUID(), Kind.FILE);
            assertThatThrownBy(() -> slow.put(key, file(new byte[1]), "text/plain"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> slow.open(key, 0, 1)).isInstanceOf(IOException.class);
        }
    }
}
