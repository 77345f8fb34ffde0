package com.carechain.chat.room;

import com.carechain.chat.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A place in a list that goes by a time and, where times are equal, by id; opaque to clients. */
public record TimeCursor(Instant at, UUID id) {
    /** No row is older or younger; PostgreSQL could not compare much earlier or later times. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + " " + id).getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Refusal 400 */
    public static TimeCursor decoded(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
            Instant at = Instant.parse(parts[0]);
            if (!at.isBefore(EARLIEST) && at.isBefore(LATEST)) return new TimeCursor(at, UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            // answered below
        }
        throw Refusal.invalid("cursor", "is not a next_cursor of this list");
    }
}
