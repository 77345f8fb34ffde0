package com.carechain.chat.wire;

import com.carechain.chat.ops.UtcMillis;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The two frames that every message causes and the message itself, written by hand: a fifth of what the general writer takes, with the
 * same result, to which tests hold it.
 */
final class HotFrames {
    /** Characters of a message beside its content, about. */
    static final int BESIDE_CONTENT = 640;

    /** How the frame of a new message begins, whoever writes it. */
    static final String CHAT_MESSAGE = "{\"type\":\"chat_message\"";

    private HotFrames() {}

    static String ack(ServerFrame.Ack a) {
        StringBuilder out = new StringBuilder(320).append("{\"type\":\"ack\"");
        id(out, "room_id", a.roomId());
        id(out, "client_id", a.clientId());
        id(out, "message_id", a.messageId());
        number(out, "seq", a.seq());
        number(out, "rev", a.rev());
        text(out, "created_at", UtcMillis.text(a.createdAt()));
        return out.append(",\"duplicate\":").append(a.duplicate()).append('}').toString();
    }

    /** Whether it is as most are: what has an attachment or a card, was edited or deleted goes the general way. */
    static boolean isPlain(MessageView m) {
        return m.attachments().isEmpty() && m.card() == null && m.editedAt() == null && m.deletedAt() == null;
    }

    static String chatMessage(ServerFrame.ChatMessage frame) {
        MessageView m = frame.message();
        StringBuilder out = new StringBuilder(BESIDE_CONTENT + m.content().length()).append(CHAT_MESSAGE);
        id(out, "room_id", frame.roomId());
        out.append(",\"message\":");
        message(out, m);
        return out.append('}').toString();
    }

    /** A plain one. */
    static void message(StringBuilder out, MessageView m) {
        out.append("{\"id\":\"").append(m.id()).append('"');
        id(out, "room_id", m.roomId());
        number(out, "seq", m.seq());
        number(out, "rev", m.rev());
        sender(out, m.sender());
        text(out, "message_type", m.messageType());
        escaped(out, "content", m.content());
        out.append(",\"attachment\":null,\"attachments\":[],\"card\":null");
        id(out, "client_id", m.clientId());
        id(out, "reply_to", m.replyTo());
        text(out, "created_at", UtcMillis.text(m.createdAt()));
        out.append(",\"edited_at\":null,\"deleted_at\":null}");
    }

    private static void sender(StringBuilder out, MessageView.Sender s) {
        out.append(",\"sender\":{\"id\":\"");
        JsonStringEncoder.getInstance().quoteAsString(s.id(), out);
        out.append('"');
        escaped(out, "name", s.name());
        text(out, "role", s.role().wire());
        out.append('}');
    }

    private static void id(StringBuilder out, String name, @Nullable UUID id) {
        out.append(",\"").append(name).append("\":");
        if (id == null) out.append("null");
        else out.append('"').append(id).append('"');
    }

    private static void number(StringBuilder out, String name, long value) {
        out.append(",\"").append(name).append("\":").append(value);
    }

    /** What needs no escaping. */
    private static void text(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    private static void escaped(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, out);
        out.append('"');
    }
}
