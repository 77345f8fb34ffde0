package com.carechain.chat.admin;

import com.carechain.chat.presence.PresenceView.Seen;
import com.carechain.chat.room.WholeRoom;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A room as administrators see it: without its messages, with its members' receipts.
 *
 * @param status  {@code active} or {@code closed}
 * @param lastSeq how many messages it has, tombstones too
 */
@Schema(name = "AdminRoom")
@RegisterForReflection
record AdminRoom(
        UUID id,
        @Nullable String applicationId,
        Job job,
        String status,
        List<Member> participants,
        long lastSeq,
        long rev,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * A member and how far they have come.
     *
     * @param leftAt   set: has been removed
     * @param presence with one room only
     */
    @Schema(name = "AdminParticipant")
    @RegisterForReflection
    record Member(
            String userId,
            String name,
            Role role,
            long readSeq,
            @Nullable Instant readAt,
            long deliveredSeq,
            @Nullable Instant deliveredAt,
            @Nullable Instant leftAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Presence presence) {}

    /** @param status {@code online}, {@code away}, {@code offline}; {@code unknown} when presence-service does not answer */
    @Schema(name = "AdminPresence")
    @RegisterForReflection
    record Presence(String status, @Nullable Instant lastSeen) {
        private static final Presence UNKNOWN = new Presence("unknown", null);

        static Presence of(@Nullable Seen seen) {
            return seen == null ? UNKNOWN : new Presence(seen.status(), seen.lastSeen());
        }
    }

    static AdminRoom of(WholeRoom room) {
        return of(room, null);
    }

    /** @param seen by user; null: nobody has asked */
    static AdminRoom of(WholeRoom room, @Nullable Map<String, Seen> seen) {
        return new AdminRoom(
                room.id(),
                room.applicationId(),
                room.job(),
                room.status(),
                room.members().stream()
                        .map(m -> member(m, seen == null ? null : Presence.of(seen.get(m.userId()))))
                        .toList(),
                room.lastSeq(),
                room.rev(),
                room.createdAt(),
                room.updatedAt());
    }

    private static Member member(WholeRoom.Member m, @Nullable Presence presence) {
        return new Member(
                m.userId(),
                m.name(),
                m.role(),
                m.readSeq(),
                m.readAt(),
                m.deliveredSeq(),
                m.deliveredAt(),
                m.leftAt(),
                presence);
    }
}
