package com.carechain.presence.internal;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What happened on one chat replica since its last call; every list may be missing. */
@RegisterForReflection
record ChangesRequest(
        @Schema(description = "Who reports; needed with opened, closed and activity", examples = "chat-1") @Nullable
        String replica,

        @Schema(description = "Sockets opened") @Nullable List<@Nullable Connection> opened,

        @Schema(description = "Sockets closed; taken after opened") @Nullable
        List<@Nullable Connection> closed,

        @Schema(description = "Sockets whose user went idle or came back") @Nullable
        List<@Nullable Activity> activity,

        @Schema(description = "Typing started, still going on, or ended") @Nullable
        List<@Nullable Typing> typing,

        @Schema(description = "Whose state to answer, after the changes of this call") @Nullable
        List<@Nullable String> query) {

    @RegisterForReflection
    @Schema(requiredProperties = {"user_id", "connection_id"})
    record Connection(
            @Nullable String userId,

            @Schema(description = "Unique within the replica, 1-128 characters") @Nullable
            String connectionId) {}

    @RegisterForReflection
    @Schema(requiredProperties = {"user_id", "connection_id", "idle"})
    record Activity(
            @Nullable String userId,
            @Nullable String connectionId,
            @Nullable Boolean idle) {}

    @RegisterForReflection
    @Schema(requiredProperties = {"room_id", "user_id", "is_typing"})
    record Typing(
            @Nullable String roomId,
            @Nullable String userId,
            @Nullable Boolean isTyping) {}
}
