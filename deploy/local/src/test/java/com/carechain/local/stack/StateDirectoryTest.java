package com.carechain.local.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path directory;

    private StateDirectory state;
    private Path file;

    @BeforeEach
    void aFileOfAMessage() throws IOException {
        state = StateDirectory.locate(Map.of("CARECHAIN_STATE", directory.toString()));
        file = Files.createDirectories(directory.resolve("attachments/23")).resolve("cv");
        Files.writeString(file, "a CV");
    }

    @Test
    void theFilesOfMessagesGoWithTheMessages() {
        // When
        state.clear(ExternalServers.of(Map.of()));

        // Then
        assertFalse(Files.exists(file));
    }

    @Test
    void theFilesOfADatabaseThatStaysStay() {
        // When
        state.clear(ExternalServers.of(Map.of("POSTGRES_JDBC_URL", "jdbc:postgresql://elsewhere/carechain")));

        // Then
        assertTrue(Files.exists(file));
    }

    @Test
    void whatIsNotOfTheStackStays() throws IOException {
        // Given
        Path mine = Files.writeString(directory.resolve("notes.txt"), "mine");

        // When
        state.clear(ExternalServers.of(Map.of()));

        // Then
        assertTrue(Files.exists(mine));
    }
}
