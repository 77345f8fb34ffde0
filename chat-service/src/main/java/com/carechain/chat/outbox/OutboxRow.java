package com.carechain.chat.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event that Kafka has yet to be told.
 *
 * @param id    of the row in the table, which several new messages may share
 * @param trace {@code traceparent} of the change, when it is being traced
 */
record OutboxRow(
        long id,
        UUID roomId,
        String type,
        long rev,
        @Nullable Long seq,
        @Nullable String userId,
        Instant createdAt,
        @Nullable String trace) {}
