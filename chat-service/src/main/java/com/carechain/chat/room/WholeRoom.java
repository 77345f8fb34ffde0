package com.carechain.chat.room;

import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A room with everything that is kept about it; for those who may see every room. */
public record WholeRoom(
        UUID id,
        @Nullable String applicationId,
        Job job,
        String status,
        List<Member> members,
        long lastSeq,
        long rev,
        Instant createdAt,
        Instant updatedAt) {

    /** @param leftAt set: has been removed */
    public record Member(
            String userId,
            String name,
            Role role,
            long readSeq,
            @Nullable Instant readAt,
            long deliveredSeq,
            @Nullable Instant deliveredAt,
            @Nullable Instant leftAt) {}
}
