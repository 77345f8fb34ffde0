package com.carechain.chat.room;

import com.carechain.chat.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's rooms.
 *
 * @param text   part of the other side's name or of the job's title, any case
 * @param status {@code active} or {@code closed}
 * @param after  the last room of the page before
 */
record RoomFilter(
        @Nullable String text,
        @Nullable String status,
        @Nullable Cursor after,
        int limit) {

    /** A place in the list, latest activity first; opaque to clients. */
    record Cursor(Instant updatedAt, UUID id) {
        static Cursor of(Room room) {
            return new Cursor(room.updatedAt(), room.id());
        }

        String encoded() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((updatedAt + " " + id).getBytes(StandardCharsets.US_ASCII));
        }

        static Cursor decoded(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
                return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
                throw Refusal.invalid("cursor", "is not a next_cursor of this list");
            }
        }
    }
}
