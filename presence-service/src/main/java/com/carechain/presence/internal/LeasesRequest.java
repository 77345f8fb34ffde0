package com.carechain.presence.internal;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All live connections of one chat replica. */
@RegisterForReflection
@Schema(requiredProperties = {"replica", "connections"})
record LeasesRequest(
        @Schema(examples = "chat-1") @Nullable String replica,

        @Schema(description = "Empty when the replica has none") @Nullable
        List<@Nullable Lease> connections) {

    @RegisterForReflection
    @Schema(requiredProperties = {"user_id", "connection_id"})
    record Lease(
            @Nullable String userId,
            @Nullable String connectionId,

            @Schema(description = "Missing: as said before; a new connection is active") @Nullable
            Boolean idle) {}
}
