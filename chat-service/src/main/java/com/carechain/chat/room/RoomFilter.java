package com.carechain.chat.room;

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
        @Nullable TimeCursor after,
        int limit) {}
