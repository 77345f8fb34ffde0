package com.carechain.chat.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client may send over a socket. {@code roomId} is needed on {@code /ws/} and ignored on a room's own socket. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = ClientFrame.ChatMessage.class, name = "chat_message"),
    @Type(value = ClientFrame.Typing.class, name = "typing"),
    @Type(value = ClientFrame.Activity.class, name = "activity"),
    @Type(value = ClientFrame.MarkRead.class, name = "mark_read"),
    @Type(value = ClientFrame.MarkDelivered.class, name = "mark_delivered"),
    @Type(value = ClientFrame.EditMessage.class, name = "edit_message"),
    @Type(value = ClientFrame.DeleteMessage.class, name = "delete_message"),
    @Type(value = ClientFrame.Subscribe.class, name = "subscribe"),
    @Type(value = ClientFrame.Authenticate.class, name = "authenticate"),
    @Type(value = ClientFrame.Ping.class, name = "ping")
})
@RegisterForReflection
public sealed interface ClientFrame {

    /** Send a message; see {@link MessageView} for the bounds. */
    @RegisterForReflection
    record ChatMessage(
            @Nullable UUID roomId,
            @Nullable String content,
            @Nullable UUID clientId,
            @Nullable String messageType,
            @Nullable UUID attachmentId,
            @Nullable List<UUID> attachmentIds,
            @Nullable UUID replyTo)
            implements ClientFrame {}

    @RegisterForReflection
    record Typing(@Nullable UUID roomId, @Nullable Boolean isTyping) implements ClientFrame {}

    /** The user has left ({@code idle}) or come back to this device; all devices idle = {@code away}. */
    @RegisterForReflection
    record Activity(@Nullable Boolean idle) implements ClientFrame {}

    /** Everything up to {@code seq} has been read. Without: everything. */
    @RegisterForReflection
    record MarkRead(@Nullable UUID roomId, @Nullable Long seq) implements ClientFrame {}

    /** Everything up to {@code seq} has reached this device. Without: everything. */
    @RegisterForReflection
    record MarkDelivered(@Nullable UUID roomId, @Nullable Long seq) implements ClientFrame {}

    @RegisterForReflection
    record EditMessage(
            @Nullable UUID roomId,
            @Nullable UUID messageId,
            @Nullable String content) implements ClientFrame {}

    @RegisterForReflection
    record DeleteMessage(@Nullable UUID roomId, @Nullable UUID messageId) implements ClientFrame {}

    /** On {@code /ws/}: go live with these rooms from their {@code afterRev}, or with all rooms from now on. */
    @RegisterForReflection
    record Subscribe(@Nullable List<Position> rooms) implements ClientFrame {}

    /** How far a client has come in a room. */
    @RegisterForReflection
    record Position(@Nullable UUID roomId, @Nullable Long afterRev) {}

    /** A newer token of the same user, before the old one ends. */
    @RegisterForReflection
    record Authenticate(@Nullable String token) implements ClientFrame {}

    @RegisterForReflection
    record Ping() implements ClientFrame {}
}
