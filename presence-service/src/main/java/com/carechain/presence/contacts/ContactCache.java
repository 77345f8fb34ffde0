package com.carechain.presence.contacts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The latest used answers, bounded in number and age. */
final class ContactCache {

    private record Answer(Set<String> contacts, Instant since) {}

    private final InstantSource clock;
    private final Duration kept;
    private final Duration fresh;
    private final Map<String, Answer> entries;

    ContactCache(InstantSource clock, Duration kept, Duration fresh, int size) {
        this.clock = clock;
        this.kept = kept;
        this.fresh = fresh;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                return size() > size;
            }
        };
    }

    synchronized void put(String userId, Set<String> contacts) {
        entries.put(userId, new Answer(Set.copyOf(contacts), clock.instant()));
    }

    /** Null when it has to be asked: unknown, too old, or not so fresh and without one of those {@code asked} for. */
    synchronized @Nullable Set<String> get(String userId, Set<String> asked) {
        Answer entry = entries.get(userId);
        if (entry == null) {
            return null;
        }
        Duration age = Duration.between(entry.since, clock.instant());
        boolean usable = age.compareTo(kept) < 0 && (age.compareTo(fresh) <= 0 || entry.contacts.containsAll(asked));
        return usable ? entry.contacts : null;
    }
}
