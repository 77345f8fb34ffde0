package com.carechain.chat.fanout;

import com.carechain.chat.wire.ServerFrame;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One committed change of a room.
 *
 * @param rev        of the room after it; every change has the next one
 * @param deliveries what sockets get, in order; empty: a hint that there is something to read in PostgreSQL
 * @param trace      {@code traceparent} of the change, when it is being traced
 */
public record RoomEvent(
        UUID roomId,
        long rev,
        List<Delivery> deliveries,
        @Nullable String trace) {
    public RoomEvent(UUID roomId, long rev, List<Delivery> deliveries) {
        this(roomId, rev, deliveries, null);
    }

    /**
     * A frame, serialised once for everybody.
     *
     * @param frame null: the room itself changed, and each user gets an own view of it
     * @param rev  of the change it tells of: who is known to have that rev is not told again
     * @param seq  of the message that is new, edited or deleted; 0: it tells of something else
     * @param sent on a new message: whose it is, so that its sender's socket is told {@code ack} first
     */
    public record Delivery(
            @Nullable String frame,
            long rev,
            long seq,
            @Nullable Sent sent) {
        /** Of a change that is not a message's. */
        public Delivery(String frame, long rev) {
            this(frame, rev, 0, null);
        }

        public static Delivery roomChanged(long rev) {
            return new Delivery(null, rev, 0, null);
        }
    }

    /**
     * Who sent a new message and under which key.
     *
     * @param clientKey the client's id for it, else the message's own
     */
    public record Sent(String senderId, UUID clientKey, ServerFrame.Ack ack) {}

    public static RoomEvent hint(UUID roomId, long rev) {
        return new RoomEvent(roomId, rev, List.of());
    }
}
