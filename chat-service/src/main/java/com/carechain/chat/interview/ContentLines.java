package com.carechain.chat.interview;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Lines of iCalendar as RFC 5545 wants them: CRLF, at most 75 octets each, text escaped. */
final class ContentLines {
    private static final int MOST_OCTETS = 75;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final StringBuilder lines = new StringBuilder(1024);

    ContentLines text(String name, String value) {
        return line(name + ":" + escaped(value));
    }

    ContentLines time(String name, Instant at) {
        return line(name + ":" + UTC.format(at));
    }

    /** Addresses are not text: a comma or a semicolon stands for itself. */
    ContentLines uri(String name, URI address) {
        return line(name + ":" + address.toASCIIString());
    }

    /** As it is; for values that are words of the standard or numbers. */
    ContentLines plain(String name, Object value) {
        return line(name + ":" + value);
    }

    /** Section 3.3.11. Control characters, which a line cannot carry, are left out; every kind of line break is {@code \n}. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\R", "\\\\n")
                .replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    }

    /** Section 3.1: what is longer goes on in the next line after a space, which counts, and never within a character. */
    private ContentLines line(String line) {
        int octets = 0;
        for (int i = 0; i < line.length(); ) {
            String character = Character.toString(line.codePointAt(i));
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > MOST_OCTETS) {
                lines.append("\r\n ");
                octets = 1;
            }
            lines.append(character);
            octets += size;
            i += character.length();
        }
        lines.append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
