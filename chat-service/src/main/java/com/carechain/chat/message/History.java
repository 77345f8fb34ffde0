package com.carechain.chat.message;

import com.carechain.chat.message.Messages.Span;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.MessageJson;
import com.carechain.chat.wire.MessageView;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What was said in a room, as JSON. Blocks nobody. */
@Singleton
class History {
    private static final Executor VIRTUAL = Thread::startVirtualThread;
    private final Messages messages;
    private final MessageJson json;
    private final NewestPages newest;

    History(Messages messages, MessageJson json, NewestPages newest) {
        this.messages = messages;
        this.json = json;
        this.newest = newest;
    }

    /**
     * At most that many messages, ascending, and whether there are more.
     *
     * @param room as read for this request
     */
    CompletableFuture<byte[]> page(Room room, Span span, int limit) {
        if (!(span instanceof Span.Newest))
            return CompletableFuture.supplyAsync(() -> read(room, span, limit), VIRTUAL);
        byte[] kept = newest.of(room, limit);
        if (kept != null) return CompletableFuture.completedFuture(kept);
        return CompletableFuture.supplyAsync(
                () -> {
                    byte[] page = read(room, span, limit);
                    newest.keep(room, limit, page);
                    return page;
                },
                VIRTUAL);
    }

    /** One message, which exists. */
    CompletableFuture<byte[]> message(UUID room, UUID id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return json.message(messages.find(room, id).orElseThrow());
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                VIRTUAL);
    }

    private byte[] read(Room room, Span span, int limit) {
        try {
            List<MessageView> found = messages.span(room.id(), span, limit + 1).stream()
                    .map(MessageRow::view)
                    .toList();
            if (found.size() <= limit) return json.page(found, false);
            boolean backwards = span instanceof Span.Newest || span instanceof Span.BeforeSeq;
            return json.page(backwards ? found.subList(1, found.size()) : found.subList(0, limit), true);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }
}
