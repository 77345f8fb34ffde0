package com.carechain.chat.message;

import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that has been checked and waits to be stored.
 *
 * @param id        UUIDv7; the message's if it is new
 * @param clientKey idempotency within room and sender, for ever: the client's id for it, else {@code id}
 * @param event     for a system message about an application
 * @param trace     {@code traceparent} of whoever sends it, when that is being traced
 */
public record Draft(
        UUID id,
        UUID roomId,
        MessageView.Sender sender,
        UUID clientKey,
        String type,
        String content,
        @Nullable String card,
        @Nullable UUID replyTo,
        @Nullable ApplicationEvent event,
        @Nullable String trace) {

    /**
     * @param version    of the application; a lower one than was applied before comes too late
     * @param closesRoom the application has ended
     */
    public record ApplicationEvent(long version, boolean closesRoom) {}

    Draft withWords(String otherContent, String otherCard) {
        return new Draft(id, roomId, sender, clientKey, type, otherContent, otherCard, replyTo, event, trace);
    }

    boolean isSystem() {
        return sender.role() == Role.SYSTEM;
    }

    @Nullable
    UUID clientId() {
        return isSystem() || clientKey.equals(id) ? null : clientKey;
    }

    MessageView stored(long seq, long rev, Instant at) {
        return new MessageView(
                id, roomId, seq, rev, sender, type, content, null, card, clientId(), replyTo, at, null, null);
    }
}
