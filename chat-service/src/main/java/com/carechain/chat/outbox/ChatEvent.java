package com.carechain.chat.outbox;

import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.RoomView;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent 1.0 on topic {@code chat-events}, structured JSON, key = room id.
 *
 * @param id      room, rev and type: the same event twice has the same id
 * @param type    {@code com.carechain.chat.} + {@code room-created}, {@code room-updated}, {@code message-created},
 *                {@code message-updated}, {@code message-deleted}, {@code room-read}
 * @param subject the room's id
 */
@RegisterForReflection
record ChatEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        Data data) {

    /**
     * @param rev         of the room after the change
     * @param room        with {@code room-created}, and with {@code room-updated} as it is when the event is relayed
     * @param message     with {@code message-*}, as it is when the event is relayed
     * @param userId      with {@code room-read}: who has read
     * @param readSeq     with {@code room-read}: up to where
     * @param unreadCount with {@code room-read}: what is left, when the event is relayed
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            UUID roomId,
            long rev,
            @Nullable RoomView room,
            @Nullable MessageView message,
            @Nullable String userId,
            @Nullable Long readSeq,
            @Nullable Long unreadCount) {}

    static ChatEvent of(OutboxRow row, Data data) {
        return new ChatEvent(
                "1.0",
                row.roomId() + "-" + row.rev() + "-" + row.type(),
                "/carechain/chat-service",
                "com.carechain.chat." + row.type(),
                row.roomId().toString(),
                row.createdAt(),
                "application/json",
                data);
    }
}
