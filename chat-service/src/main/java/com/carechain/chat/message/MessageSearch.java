package com.carechain.chat.message;

import com.carechain.chat.room.TimeCursor;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of which rooms, newest first. There is no index of words, because it would be written with every message; so a search
 * must say where to look: a room, a sender, or a span of time.
 *
 * @param text   part of the content, any case
 * @param room   only there
 * @param sender only this user's
 * @param from   sent at that time or later
 * @param to     sent before that time
 * @param after  the last message of the page before
 */
public record MessageSearch(
        String text,
        @Nullable UUID room,
        @Nullable String sender,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable TimeCursor after,
        int limit) {}
