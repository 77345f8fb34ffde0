package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code carechain-chat.js} against the real services: its tests are in {@code src/test/js}, and run in the Node that
 * comes with Playwright, on the module as it is served.
 */
@ExtendWith(SharedStack.class)
@ResourceLock(SharedStack.LOCK)
class ClientLibraryTest {

    private static final Path TESTS = Path.of("src", "test", "js");
    private static final Path SERVED = Path.of("target", "client");
    private static final int LIMIT_SECONDS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"client.test.mjs", "attachments.test.mjs", "drops.test.mjs", "words.test.mjs"})
    void itsTestsPassInNode(String file, LocalStack stack) throws Exception {
        // Given
        Files.createDirectories(SERVED);
        String url = stack.env().get("CARECHAIN_URL").replace("localhost", "127.0.0.1");
        Map<String, String> variables = Map.of(
                "CARECHAIN_URL", url,
                "CARECHAIN_LIBRARY", fetched(url, "/carechain-chat.js"),
                "CARECHAIN_WORDS_EN", fetched(url, "/page/words/en.js"),
                "CARECHAIN_WORDS_DE", fetched(url, "/page/words/de.js"));
        String node = Driver.ensureDriverInstalled(Map.of(), false)
                .driverDir()
                .resolve("node")
                .toString();

        // When
        ProcessBuilder command = new ProcessBuilder(List.of(
                        node,
                        "--test",
                        "--test-reporter=spec",
                        TESTS.resolve(file).toString()))
                .redirectErrorStream(true);
        command.environment().putAll(variables);
        Process process = command.start();
        StringBuilder output = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process, output));
        boolean isOver = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        reader.join();

        // Then
        assertTrue(isOver, () -> file + " took too long:\n" + output);
        assertEquals(0, process.exitValue(), output::toString);
    }

    private static void read(Process process, StringBuilder output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                System.out.println("node | " + line);
                output.append(line).append('\n');
            });
        } catch (java.io.IOException e) {
            output.append(e);
        }
    }

    /** As an ES module for Node, which goes by the name. */
    private static String fetched(String url, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), path);
        Path file = SERVED.resolve(path.substring(path.lastIndexOf('/') + 1).replace(".js", ".mjs"));
        Files.writeString(file, answer.body());
        return file.toUri().toString();
    }
}
