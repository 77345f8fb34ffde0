package com.carechain.chat.receipt;

import java.util.UUID;

/**
 * How far a user says to have come in a room.
 *
 * @param readSeq      0: says nothing
 * @param deliveredSeq 0: says nothing; reading includes delivery
 */
public record Mark(UUID roomId, String userId, long readSeq, long deliveredSeq) {
    /** More than any room has: everything there is when the mark is written. */
    public static final long ALL = Long.MAX_VALUE;

    public static Mark read(UUID roomId, String userId, long seq) {
        return new Mark(roomId, userId, seq, seq);
    }

    public static Mark delivered(UUID roomId, String userId, long seq) {
        return new Mark(roomId, userId, 0, seq);
    }

    Mark with(Mark other) {
        return new Mark(roomId, userId, Math.max(readSeq, other.readSeq), Math.max(deliveredSeq, other.deliveredSeq));
    }
}
