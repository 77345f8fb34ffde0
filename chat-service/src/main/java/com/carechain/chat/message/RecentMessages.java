package com.carechain.chat.message;

import com.carechain.chat.fanout.HeardMessages;
import com.carechain.chat.wire.FrameWriter;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The frames of messages that this replica has just stored or heard of, for the relay, which would otherwise read each message back and
 * write its JSON again a moment later. Two generations of a bounded size: what is not fetched in time, or was told to nobody here, is read
 * from PostgreSQL as ever. What is edited or deleted is forgotten at once.
 */
@Singleton
public class RecentMessages implements HeardMessages {
    /** Of one generation: at full speed a third of a second. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final AtomicInteger characters = new AtomicInteger();
    private volatile Map<MessageLookup.Place, String> current = new ConcurrentHashMap<>();
    private volatile Map<MessageLookup.Place, String> previous = Map.of();

    /** @param frame {@code chat_message} */
    void add(UUID room, long seq, String frame) {
        current.put(new MessageLookup.Place(room, seq), frame);
        if (characters.addAndGet(frame.length()) > MOST_CHARACTERS) turn();
    }

    @Override
    public void heard(UUID room, long seq, String frame) {
        if (FrameWriter.isChatMessage(frame)) add(room, seq, frame);
        else forget(room, seq);
    }

    private synchronized void turn() {
        if (characters.get() <= MOST_CHARACTERS) return; // somebody else has
        previous = current;
        current = new ConcurrentHashMap<>();
        characters.set(0);
    }

    void forget(UUID room, long seq) {
        take(new MessageLookup.Place(room, seq));
    }

    /** The message's {@code chat_message} frame, once; null when it must be read. */
    public @Nullable String take(MessageLookup.Place place) {
        String frame = current.remove(place);
        if (frame != null) characters.addAndGet(-frame.length());
        return frame != null || previous.isEmpty() ? frame : previous.remove(place);
    }
}
