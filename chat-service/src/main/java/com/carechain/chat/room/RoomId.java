package com.carechain.chat.room;

import com.carechain.chat.identity.NameId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A room's id follows from what the room is about. So two replicas, or two shards, that make the same room at once make the same
 * row, and no second unique index is needed. Knowing an id opens nothing: members only.
 */
final class RoomId {
    private RoomId() {}

    static UUID of(@Nullable String applicationId, String candidate, String employer, String job) {
        // ids contain no line feed, so the parts cannot run into each other
        return applicationId != null
                ? ofApplication(applicationId)
                : NameId.of("direct\n" + candidate + "\n" + employer + "\n" + job);
    }

    static UUID ofApplication(String applicationId) {
        return NameId.of("application\n" + applicationId);
    }
}
