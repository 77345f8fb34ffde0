package com.carechain.chat.message;

import com.carechain.chat.problem.Refusal;
import java.time.Instant;
import java.util.UUID;

/** What became of a {@link Draft}. */
public sealed interface Outcome {
    /** Committed, now or ({@code duplicate}) by an earlier send with the same key; then all this is the original's. */
    record Stored(UUID messageId, long seq, long rev, Instant createdAt, boolean duplicate) implements Outcome {}

    /** An application event with a lower version than was applied before; nothing changed. */
    record Late() implements Outcome {}

    /** Not stored, and why. */
    record Refused(Refusal why) implements Outcome {}
}
