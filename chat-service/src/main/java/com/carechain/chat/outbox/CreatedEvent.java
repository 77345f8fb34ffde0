package com.carechain.chat.outbox;

import com.carechain.chat.ops.UtcMillis;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The event of a new message, made around the message's JSON as sockets got it: the same bytes as {@link ChatEvent} would give, to which
 * a test holds it, without writing the message a second time.
 */
final class CreatedEvent {
    private static final String MESSAGE = "\"message\":";

    private CreatedEvent() {}

    /** @param frame {@code {"type":"chat_message",…,"message":{…}}} */
    static byte[] of(OutboxRow row, String frame) {
        UUID room = row.roomId();
        int message = frame.indexOf(MESSAGE) + MESSAGE.length();
        return new StringBuilder(frame.length() + 400)
                .append("{\"specversion\":\"1.0\",\"id\":\"")
                .append(room)
                .append('-')
                .append(row.rev())
                .append(
                        "-message-created\",\"source\":\"/carechain/chat-service\",\"type\":\"com.carechain.chat.message-created\"")
                .append(",\"subject\":\"")
                .append(room)
                .append("\",\"time\":\"")
                .append(UtcMillis.text(row.createdAt()))
                .append("\",\"datacontenttype\":\"application/json\",\"data\":{\"room_id\":\"")
                .append(room)
                .append("\",\"rev\":")
                .append(row.rev())
                .append(",\"message\":")
                .append(frame, message, frame.length() - 1)
                .append("}}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
