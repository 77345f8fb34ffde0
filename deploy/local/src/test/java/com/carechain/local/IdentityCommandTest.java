package com.carechain.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that deploy/compose runs, as a process of its own. */
class IdentityCommandTest {

    @Test
    void theIdentityCommandGivesTokensAndTheKeyToCheckThem(@TempDir Path directory) throws Exception {
        // Given
        Process identity = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.carechain.local.Main",
                        "identity",
                        "--port",
                        "0",
                        "--key",
                        directory.resolve("key.pem").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = identity.inputReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("Tokens and keys: ")) {
                line = output.readLine();
            }
            String url = String.valueOf(line).replace("Tokens and keys: ", "");

            // When
            var token = HttpRequest.newBuilder(URI.create(url + "/dev/token"))
                    .timeout(Duration.ofSeconds(20))
                    .POST(BodyPublishers.ofString("{\"sub\":\"ana\",\"name\":\"Ana\",\"groups\":[\"candidate\"]}"));
            var keys =
                    HttpRequest.newBuilder(URI.create(url + "/dev/jwks.json")).timeout(Duration.ofSeconds(20));

            // Then
            assertTrue(http.send(token.build(), BodyHandlers.ofString()).body().contains("access_token"));
            assertEquals(200, http.send(keys.build(), BodyHandlers.ofString()).statusCode());
        } finally {
            identity.destroy();
            identity.waitFor();
        }
    }
}
