package com.carechain.chat.message;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.wire.AttachmentView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What became of a {@link Draft}. */
public sealed interface Outcome {
    /**
     * Committed, now or ({@code duplicate}) by an earlier send with the same key; then all this is the original's.
     *
     * @param attachments what it shows, when it was stored now; of a duplicate they are to be read
     */
    record Stored(
            UUID messageId, long seq, long rev, Instant createdAt, boolean duplicate, List<AttachmentView> attachments)
            implements Outcome {

        Stored with(List<AttachmentView> files) {
            return new Stored(messageId, seq, rev, createdAt, duplicate, files);
        }

        Stored again() {
            return new Stored(messageId, seq, rev, createdAt, true, List.of());
        }
    }

    /** An application event with a lower version than was applied before; nothing changed. */
    record Late() implements Outcome {}

    /** Not stored, and why. */
    record Refused(Refusal why) implements Outcome {}
}
