package com.carechain.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code logs} shows. */
class LogFollowerTest {

    @TempDir
    Path dir;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void theLastLinesAreShownThenWhatIsAddedAndThenTheLogOfTheNextRun() throws Exception {
        // Given
        Path log = Files.writeString(dir.resolve("a.log"), "one\ntwo\nthree\nfo");
        var follower = new LogFollower(log, "a | ");
        var out = new PrintStream(shown, true, StandardCharsets.UTF_8);

        // When
        follower.skipToLast(2);
        follower.copyTo(out);
        Files.writeString(log, "ur\n", StandardOpenOption.APPEND);
        follower.copyTo(out);
        Files.writeString(log, "new\n");
        follower.copyTo(out);

        // Then
        assertEquals("a | two\na | three\na | four\na | new\n", shown.toString(StandardCharsets.UTF_8));
    }
}
