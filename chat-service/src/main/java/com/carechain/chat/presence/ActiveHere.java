package com.carechain.chat.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has an active socket on this replica, or had one until a moment ago: all of them are online for presence-service too, whatever
 * happens elsewhere, as a closed socket counts for another ten seconds. So when a network comes back and many return at once, nobody
 * has to ask where the others are.
 */
final class ActiveHere {
    /** Less than the ten seconds, as presence-service's word of their end takes a moment to come. */
    static final Duration MOMENT = Duration.ofSeconds(8);

    private final InstantSource clock;
    private final Map<String, Integer> sockets = new ConcurrentHashMap<>();
    private final Map<String, Instant> left = new ConcurrentHashMap<>();

    ActiveHere(InstantSource clock) {
        this.clock = clock;
    }

    void oneMore(String userId) {
        sockets.merge(userId, 1, Integer::sum);
    }

    /** One is idle now. */
    void oneLess(String userId) {
        sockets.computeIfPresent(userId, (user, active) -> active == 1 ? null : active - 1);
    }

    /** One was active until it closed. */
    void oneClosed(String userId) {
        left.put(userId, clock.instant());
        oneLess(userId);
    }

    /** When that user was active here last, which is now or a moment ago; null when that is longer ago, or not known. */
    @Nullable
    Instant lastSeen(String userId) {
        Instant now = clock.instant();
        if (sockets.containsKey(userId)) return now;
        Instant at = left.get(userId);
        return at != null && isRecent(at, now) ? at : null;
    }

    /** That user is said to be online no more, so what was known of sockets that have closed does not hold. */
    void isGone(String userId) {
        left.remove(userId);
    }

    /** Such a word may have been missed: of all. */
    void mayBeGone() {
        left.clear();
    }

    void forgetOld() {
        Instant now = clock.instant();
        left.values().removeIf(at -> !isRecent(at, now));
    }

    private static boolean isRecent(Instant at, Instant now) {
        return at.isAfter(now.minus(MOMENT));
    }
}
