package com.carechain.chat.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of all rooms, latest activity first.
 *
 * @param text        part of the job's title or of a member's name in any case, or exactly the id of the room, job, application or member
 * @param status      {@code active} or {@code closed}
 * @param job         the job's id
 * @param user        a member's id, also of one who has left
 * @param application the application's id
 * @param from        latest activity at that time or later
 * @param to          latest activity before that time
 * @param cursor      {@code next_cursor} of the page before
 */
public record RoomQuery(
        @Nullable String text,
        @Nullable String status,
        @Nullable String job,
        @Nullable String user,
        @Nullable String application,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String cursor,
        int limit) {}
