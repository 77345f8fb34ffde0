package com.carechain.chat.problem;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times in query strings: {@code 2026-01-31T12:00:00Z}, with any offset and fraction. */
public final class QueryTime {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    private QueryTime() {}

    /** @throws Refusal 400 naming the parameter */
    public static @Nullable Instant orNull(String name, @Nullable String text) {
        if (text == null) return null;
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) return time;
        } catch (DateTimeException e) {
            // answered below
        }
        throw Refusal.invalid(name, "must be a time like 2026-01-31T12:00:00Z");
    }
}
