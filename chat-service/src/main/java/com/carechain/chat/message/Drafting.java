package com.carechain.chat.message;

import com.carechain.chat.identity.NameId;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.MessageView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules about what a message may be, the same over REST and sockets. */
@Singleton
public class Drafting {
    private final int contentCharacters;
    private final InstantSource clock;
    private final Traces traces;

    Drafting(ChatConfig config, InstantSource clock, Traces traces) {
        this.traces = traces;
        this.contentCharacters = config.limits().contentCharacters();
        this.clock = clock;
    }

    /** @throws Refusal 400 naming the field */
    public Draft draft(UUID room, Room.Member sender, NewMessage message) {
        requireText(message.messageType());
        if (message.attachmentId() != null) throw Refusal.invalid("attachment_id", "is not known");
        UUID id = MessageIds.next(clock.instant());
        return new Draft(
                id,
                room,
                sender.asSender(),
                message.clientId() == null ? id : message.clientId(),
                "text",
                content(message.content()),
                null,
                message.replyTo(),
                null,
                traces.current());
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
                new Draft.ApplicationEvent(version, closesRoom),
                traces.accepted(trace));
    }

    private static void requireText(@Nullable String type) {
        if (type != null && !type.equals("text")) throw Refusal.invalid("message_type", "must be text");
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
