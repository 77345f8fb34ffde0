package com.carechain.chat.message;

import com.carechain.chat.identity.NameId;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.MessageView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules about what a message may be, the same over REST and sockets. */
@Singleton
public class Drafting {
    /** Attachments of one message. */
    private static final int MAX_FILES = 10;

    private final int contentCharacters;
    private final InstantSource clock;
    private final Traces traces;

    Drafting(ChatConfig config, InstantSource clock, Traces traces) {
        this.traces = traces;
        this.contentCharacters = config.limits().contentCharacters();
        this.clock = clock;
    }

    /** In the caller's trace. @throws Refusal 400 naming the field */
    public Draft draft(UUID room, Room.Member sender, NewMessage message) {
        return draft(room, sender, message, traces.current());
    }

    /** @throws Refusal 400 naming the field */
    Draft draft(UUID room, Room.Member sender, NewMessage message, @Nullable String trace) {
        boolean isFile = isFile(message.messageType());
        List<UUID> files = files(message, isFile);
        UUID id = MessageIds.next(clock.instant());
        return new Draft(
                id,
                room,
                sender.asSender(),
                message.clientId() == null ? id : message.clientId(),
                isFile ? "file" : "text",
                isFile && (message.content() == null || message.content().isEmpty()) ? "" : content(message.content()),
                null,
                message.replyTo(),
                files,
                null,
                trace);
    }

    /** What is wrong with a system message, before anything is made for it; null: nothing. */
    public @Nullable String complaint(String content, String card) {
        if (card.contains("\\u0000") || hasLoneSurrogate(card)) return "card must be valid Unicode without NUL";
        try {
            content(content);
            return null;
        } catch (Refusal refusal) {
            return refusal.detail();
        }
    }

    /** The platform's own message about an application event; the event's id makes it unique. @throws Refusal 400 */
    public Draft system(
            UUID room,
            String eventId,
            String content,
            String card,
            long version,
            boolean closesRoom,
            @Nullable String trace) {
        return new Draft(
                MessageIds.next(clock.instant()),
                room,
                MessageView.Sender.SYSTEM,
                NameId.of("event\n" + eventId),
                "system",
                content(content),
                card,
                null,
                List.of(),
                new Draft.ApplicationEvent(version, closesRoom),
                traces.accepted(trace));
    }

    private static boolean isFile(@Nullable String type) {
        if (type == null || type.equals("text")) return false;
        if (type.equals("file")) return true;
        throw Refusal.invalid("message_type", "must be text or file");
    }

    /** Whose they are and whether they may be sent is found out when the message is stored. */
    private static List<UUID> files(NewMessage m, boolean isFile) {
        boolean hasList = m.attachmentIds() != null && !m.attachmentIds().isEmpty();
        if (!isFile && m.attachmentId() != null) throw Refusal.invalid("attachment_id", "is for message_type file");
        if (!isFile && hasList) throw Refusal.invalid("attachment_ids", "is for message_type file");
        if (!isFile) return List.of();
        if (m.attachmentId() != null && hasList)
            throw Refusal.invalid("attachment_id", "cannot be combined with attachment_ids");
        if (m.attachmentId() != null) return List.of(m.attachmentId());
        List<UUID> ids = m.attachmentIds();
        if (ids == null || ids.isEmpty()) throw Refusal.invalid("attachment_ids", "is missing");
        if (ids.size() > MAX_FILES) throw Refusal.invalid("attachment_ids", "must be at most " + MAX_FILES);
        if (ids.stream().anyMatch(Objects::isNull) || ids.stream().distinct().count() < ids.size())
            throw Refusal.invalid("attachment_ids", "must be different ids");
        return List.copyOf(ids);
    }

    /** @throws Refusal 400 when it is missing, too long or not text */
    public String content(@Nullable String content) {
        if (content == null || content.isEmpty()) throw Refusal.invalid("content", "is missing");
        if (content.length() > contentCharacters && content.codePointCount(0, content.length()) > contentCharacters)
            throw Refusal.invalid("content", "must be at most " + contentCharacters + " characters");
        if (content.indexOf('\0') >= 0) throw Refusal.invalid("content", "must not contain NUL");
        if (hasLoneSurrogate(content)) throw Refusal.invalid("content", "is not valid Unicode");
        return content;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(++i)))
                return true;
        }
        return false;
    }
}
