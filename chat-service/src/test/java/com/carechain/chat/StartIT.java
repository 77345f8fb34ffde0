package com.carechain.chat;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged service with settings that cannot work: it does not start, and says which one it is. */
class StartIT {
    private static final int LIMIT_SECONDS = 60;

    @ParameterizedTest
    @CsvSource({
        "carechain.lanes.count, 0",
        "carechain.sockets.heartbeat, soon",
        "carechain.fanout.sweep, 0s",
        "carechain.sockets.drain, -1s",
        "carechain.attachments.types, pdf"
    })
    void aWrongValueStopsTheStartWithASentenceThatNamesTheProperty(String property, String value) throws Exception {
        // Given
        Path output = Files.createTempFile(Path.of("target"), "start-", ".log");
        ProcessBuilder service =
                new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
        service.environment().put(property.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT), value);
        // Should it start after all, it must not get in anybody's way.
        service.environment().put("QUARKUS_HTTP_PORT", "0");
        service.environment().put("QUARKUS_MANAGEMENT_PORT", "0");

        // When
        Process process = service.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        // Then
        String said = Files.readString(output);
        assertTrue(ended, said);
        assertNotEquals(0, process.exitValue());
        assertTrue(said.contains(property), said);
        Files.delete(output);
    }

    /** The executable when one was built, else the jar. */
    private static List<String> command() throws Exception {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(file -> file.getFileName().toString().endsWith("-runner"))
                    .findFirst()
                    .map(executable -> List.of(executable.toAbsolutePath().toString()))
                    .orElseGet(() -> List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            "target/quarkus-app/quarkus-run.jar"));
        }
    }
}
