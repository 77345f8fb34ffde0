package com.carechain.chat.message;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.room.Room;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest pages of rooms as they were answered last, each with the {@code rev} that its room had before the page was read. Whatever
 * changes a page raises {@code rev} in the same transaction, so a page is the right answer exactly as long as PostgreSQL, asked for
 * every request, says the same {@code rev}: nothing here can be stale, on any number of replicas.
 */
@Singleton
class NewestPages {
    private final Cache<Key, Kept> pages;

    NewestPages(ChatConfig config) {
        pages = Caffeine.newBuilder()
                .maximumWeight(config.messages().pagesKept())
                .weigher((Key key, Kept kept) -> kept.json.length)
                .build();
    }

    private record Key(UUID room, int limit) {}

    private record Kept(long rev, byte[] json) {}

    /** @param room as read for this request */
    byte @Nullable [] of(Room room, int limit) {
        Kept kept = pages.getIfPresent(new Key(room.id(), limit));
        return kept != null && kept.rev == room.rev() ? kept.json : null;
    }

    /** @param room as it was before the page was read */
    void keep(Room room, int limit, byte[] json) {
        pages.put(new Key(room.id(), limit), new Kept(room.rev(), json));
    }
}
