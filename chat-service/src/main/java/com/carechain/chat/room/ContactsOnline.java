package com.carechain.chat.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * How many of the people who share a room with a user are there. Of a few people it is counted each time; of many, asking about each costs
 * more than all the rest of a summary, so that count is kept for a moment.
 */
@Singleton
class ContactsOnline {
    /** People beyond whom a count is kept. */
    static final int MANY = 100;

    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final Rooms rooms;
    private final SummaryResource.OnlineContacts online;
    private final Cache<String, Integer> counted =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    ContactsOnline(Rooms rooms, SummaryResource.OnlineContacts online) {
        this.rooms = rooms;
        this.online = online;
    }

    int of(String user) {
        Integer kept = counted.getIfPresent(user);
        if (kept != null) return kept;
        List<String> contacts = rooms.contacts(user);
        int count = online.count(contacts);
        if (contacts.size() > MANY) counted.put(user, count);
        return count;
    }
}
