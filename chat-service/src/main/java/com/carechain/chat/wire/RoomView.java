package com.carechain.chat.wire;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A room as one of its members sees it.
 *
 * @param status      {@code active} or {@code closed}
 * @param lastSeq     seq of the newest message, 0 when there is none
 * @param rev         rises with every change of the room: message, edit, delete, receipt, membership, status
 * @param unreadCount undeleted messages of others beyond the viewer's {@code read_seq}
 * @param updatedAt   latest activity
 */
@Schema(name = "Room")
@RegisterForReflection
public record RoomView(
        UUID id,
        @Nullable String applicationId,
        Job job,
        Person candidate,
        Person employer,
        String status,
        List<Participant> participants,
        @Nullable MessageView lastMessage,
        long lastSeq,
        long rev,
        long unreadCount,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * A member and how far they have come.
     *
     * @param deliveredSeq {@code read_seq ≤ delivered_seq ≤ last_seq}; both only rise
     */
    @Schema(name = "Participant")
    @RegisterForReflection
    public record Participant(String userId, String name, Role role, long readSeq, long deliveredSeq) {}
}
