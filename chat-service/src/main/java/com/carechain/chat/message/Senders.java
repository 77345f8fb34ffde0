package com.carechain.chat.message;

import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Under which name and role somebody writes in a room: both are given with the room and stay. Remembered for a minute, because whether
 * they still may write there is decided by the statement that stores the message, whatever is remembered here.
 */
@Singleton
class Senders {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 20_000;

    private final RoomService rooms;
    private final Cache<Place, Room.Member> members =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    Senders(RoomService rooms) {
        this.rooms = rooms;
    }

    private record Place(UUID room, String user) {}

    /** Blocks nobody; what follows must not block either. Fails with 404 for who is no member. */
    CompletableFuture<Room.Member> in(UUID room, String user) {
        Place place = new Place(room, user);
        Room.Member known = members.getIfPresent(place);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : rooms.visibleSoon(room, user).thenApply(found -> {
                    Room.Member member = found.memberOrNotFound(user);
                    members.put(place, member);
                    return member;
                });
    }
}
