package com.carechain.chat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the service sends over a socket; PROTOCOL.md says when. Every frame about a room names it, on both sockets. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = ServerFrame.Welcome.class, name = "welcome"),
    @Type(value = ServerFrame.Ack.class, name = "ack"),
    @Type(value = ServerFrame.ChatMessage.class, name = "chat_message"),
    @Type(value = ServerFrame.MessageUpdated.class, name = "message_updated"),
    @Type(value = ServerFrame.MessageDeleted.class, name = "message_deleted"),
    @Type(value = ServerFrame.ReadReceipt.class, name = "read_receipt"),
    @Type(value = ServerFrame.DeliveryReceipt.class, name = "delivery_receipt"),
    @Type(value = ServerFrame.Typing.class, name = "typing"),
    @Type(value = ServerFrame.UserStatus.class, name = "user_status"),
    @Type(value = ServerFrame.Synced.class, name = "synced"),
    @Type(value = ServerFrame.RoomCreated.class, name = "room_created"),
    @Type(value = ServerFrame.RoomUpdated.class, name = "room_updated"),
    @Type(value = ServerFrame.Pong.class, name = "pong"),
    @Type(value = ServerFrame.Reset.class, name = "reset"),
    @Type(value = ServerFrame.Failure.class, name = "error")
})
@RegisterForReflection
public sealed interface ServerFrame {

    /**
     * First frame of every socket.
     *
     * @param heartbeatSeconds the server pings this often; a client that hears nothing for 2.5 of them should reconnect
     * @param room             on a room socket: the room with everyone's presence
     */
    @RegisterForReflection
    record Welcome(
            String connectionId,
            String userId,
            Instant serverTime,
            long heartbeatSeconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            WelcomeRoom room)
            implements ServerFrame {}

    /** The room of a room socket as it was when the socket opened. */
    @RegisterForReflection
    record WelcomeRoom(
            UUID id,
            @Nullable String applicationId,
            Job job,
            Person candidate,
            Person employer,
            String status,
            List<PresentParticipant> participants,
            long lastSeq,
            long rev,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * A member with presence.
     *
     * @param status   {@code online}, {@code away} or {@code offline}
     * @param lastSeen null when never seen
     */
    @RegisterForReflection
    record PresentParticipant(
            String userId,
            String name,
            Role role,
            long readSeq,
            long deliveredSeq,
            String status,
            @Nullable Instant lastSeen) {}

    /**
     * The message is stored: to the socket that sent it, after PostgreSQL has committed and before its own echo.
     *
     * @param clientId  as sent; null when none was
     * @param duplicate it had been stored before; everything here is the original's
     */
    @RegisterForReflection
    record Ack(
            UUID roomId,
            @Nullable UUID clientId,
            UUID messageId,
            long seq,
            long rev,
            Instant createdAt,
            boolean duplicate)
            implements ServerFrame {
        public Ack asDuplicate() {
            return new Ack(roomId, clientId, messageId, seq, rev, createdAt, true);
        }
    }

    /** A new message, in {@code seq} order. */
    @RegisterForReflection
    record ChatMessage(UUID roomId, MessageView message) implements ServerFrame {}

    /** An edited message. */
    @RegisterForReflection
    record MessageUpdated(UUID roomId, MessageView message) implements ServerFrame {}

    /** A tombstone. */
    @RegisterForReflection
    record MessageDeleted(UUID roomId, MessageView message) implements ServerFrame {}

    /** The user has read everything up to {@code seq}. */
    @RegisterForReflection
    record ReadReceipt(UUID roomId, String userId, long seq, long rev, Instant at) implements ServerFrame {}

    /** Everything up to {@code seq} has reached a device of the user. */
    @RegisterForReflection
    record DeliveryReceipt(UUID roomId, String userId, long seq, long rev, Instant at) implements ServerFrame {}

    /** Somebody else began or stopped to write. */
    @RegisterForReflection
    record Typing(UUID roomId, String userId, boolean isTyping) implements ServerFrame {}

    /** Somebody who shares a room came, went or turned away. */
    @RegisterForReflection
    record UserStatus(
            String userId, String status, @Nullable Instant lastSeen) implements ServerFrame {}

    /**
     * All that was missed has been sent.
     *
     * @param rev  resume from here
     * @param seq  of the newest message sent or known before
     * @param more true: only the first part was sent; page the rest over REST with {@code after_rev=rev}
     */
    @RegisterForReflection
    record Synced(
            UUID roomId,
            long rev,
            long seq,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean more) implements ServerFrame {}

    /** A new room of this user, on {@code /ws/}. */
    @RegisterForReflection
    record RoomCreated(UUID roomId, RoomView room) implements ServerFrame {}

    /** The room itself changed: status or members. */
    @RegisterForReflection
    record RoomUpdated(UUID roomId, RoomView room) implements ServerFrame {}

    @RegisterForReflection
    record Pong(Instant serverTime) implements ServerFrame {}

    /** What this client knows of the room cannot be continued from: forget it and load the room anew. */
    @RegisterForReflection
    record Reset(UUID roomId) implements ServerFrame {}

    /**
     * A frame was refused; the socket stays open.
     *
     * @param code         as in problem+json, e.g. {@code invalid}, {@code rate_limited}
     * @param clientId     of the refused message, when it could be read
     * @param retryAfterMs when to come again, if that helps
     */
    @RegisterForReflection
    record Failure(
            String code,
            String detail,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID clientId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID roomId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long retryAfterMs)
            implements ServerFrame {}
}
