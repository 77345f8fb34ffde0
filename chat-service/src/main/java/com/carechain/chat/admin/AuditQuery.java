package com.carechain.chat.admin;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit, newest first.
 *
 * @param actions none: all
 * @param before  the last line of the page before
 */
record AuditQuery(
        @Nullable String actor,
        Set<Action> actions,
        @Nullable UUID room,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {}
