package com.carechain.chat.fanout;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.room.Room;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL knows of a room's changes. Blocking. */
public interface ChangeLog {
    /**
     * Everything that changed in a room after a rev, read in one moment.
     *
     * @param deliveries in order of rev: messages, their edits and deletes, receipts, the room itself
     * @param rev        the room's rev that these lead to
     * @param seq        of the newest message up to there
     * @param more       only the first part was read: go on from {@code rev}
     * @param room       as it was at that moment; its members tell who may still listen
     */
    record Missed(List<Delivery> deliveries, long rev, long seq, boolean more, Room room) {}

    /** Null: there is no such room. */
    @Nullable
    Missed since(UUID room, long afterRev, int limit);

    /** The rev of each of these rooms. */
    Map<UUID, Long> revs(Collection<UUID> rooms);
}
