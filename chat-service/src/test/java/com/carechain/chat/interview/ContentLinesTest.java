package com.carechain.chat.interview;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentLinesTest {
    @Test
    void textIsEscaped() {
        assertThat(new ContentLines().text("SUMMARY", "a;b,c\\d\r\ne\nf\u0007").toString())
                .isEqualTo("SUMMARY:a\\;b\\,c\\\\d\\ne\\nf\r\n");
    }

    @Test
    void addressesAndTimesAreNot() {
        assertThat(new ContentLines()
                        .uri("URL", URI.create("https://video.example/room?id=1;x=2,3"))
                        .time("DTSTART", Instant.parse("2026-02-03T14:00:00.123Z"))
                        .toString())
                .isEqualTo("URL:https://video.example/room?id=1;x=2,3\r\nDTSTART:20260203T140000Z\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "漢", "😀", "😀é漢a", ","})
    void longLinesAreFoldedAndNeverWithinACharacter(String character) {
        for (int length = 0; length < 200; length++) {
            // When
            String text = character.repeat(length);
            String folded = new ContentLines().text("X", text).toString();

            // Then
            for (String line : folded.split("\r\n"))
                assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
            assertThat(new String(folded.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(folded);
            assertThat(folded.replace("\r\n ", "")).isEqualTo("X:" + text.replace(",", "\\,") + "\r\n");
        }
    }

    @Test
    void aLineOf75OctetsIsNotFolded() {
        assertThat(new ContentLines().text("X", "a".repeat(73)).toString()).isEqualTo("X:" + "a".repeat(73) + "\r\n");
        assertThat(new ContentLines().text("X", "a".repeat(74)).toString())
                .isEqualTo("X:" + "a".repeat(73) + "\r\n a\r\n");
    }
}
