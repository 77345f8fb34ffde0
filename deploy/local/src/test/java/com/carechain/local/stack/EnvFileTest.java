package com.carechain.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file by which other programs find the stack. */
class EnvFileTest {

    @TempDir
    Path dir;

    @Test
    void valuesAreWrittenAsLinesInTheirOrderAndReadBack() throws Exception {
        // Given
        Map<String, String> values = new LinkedHashMap<>();
        values.put("CARECHAIN_URL", "http://localhost:8080");
        values.put("CHAT_PIDS", "11,12");
        values.put("POSTGRES_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/carechain?user=a");

        // When
        new EnvFile(values).write(dir.resolve("env"));

        // Then
        assertEquals(
                "CARECHAIN_URL=http://localhost:8080\nCHAT_PIDS=11,12\n"
                        + "POSTGRES_JDBC_URL=jdbc:postgresql://127.0.0.1:1/carechain?user=a\n",
                Files.readString(dir.resolve("env")));
        EnvFile read = EnvFile.read(dir.resolve("env"));
        assertEquals(values, read.values());
        assertEquals(List.of("11", "12"), read.list("CHAT_PIDS"));
        assertEquals(List.of(), read.list("PRESENCE_PIDS"));
    }

    @Test
    void noFileMeansThatNothingRuns() {
        assertTrue(EnvFile.read(dir.resolve("env")).isEmpty());
    }
}
