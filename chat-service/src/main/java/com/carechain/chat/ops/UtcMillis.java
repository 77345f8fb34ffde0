package com.carechain.chat.ops;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as they are sent: UTC with exactly three digits of fraction, {@code 2026-01-31T12:00:00.000Z}. Years 0–9999. */
public final class UtcMillis {
    /** A commit gives all its messages one time, so the same one is often written many times in a row. */
    private static volatile Written last = new Written(Instant.EPOCH, written(Instant.EPOCH));

    private UtcMillis() {}

    private record Written(Instant at, String text) {}

    public static String text(Instant at) {
        Written known = last;
        if (known.at.equals(at)) return known.text;
        String text = written(at);
        last = new Written(at, text);
        return text;
    }

    private static String written(Instant at) {
        LocalDateTime t = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
        digits(text, 4, t.getYear());
        digits(text, 7, t.getMonthValue());
        digits(text, 10, t.getDayOfMonth());
        digits(text, 13, t.getHour());
        digits(text, 16, t.getMinute());
        digits(text, 19, t.getSecond());
        digits(text, 23, at.getNano() / 1_000_000);
        return new String(text);
    }

    /** The number's digits from before {@code end} on to the left. */
    private static void digits(char[] text, int end, int number) {
        int rest = number;
        for (int i = end - 1; rest > 0; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
