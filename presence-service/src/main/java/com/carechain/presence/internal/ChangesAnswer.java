package com.carechain.presence.internal;

import com.carechain.presence.state.UserPresence;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of those in {@code query}, in the same order. */
@RegisterForReflection
@Schema(requiredProperties = {"statuses"})
record ChangesAnswer(
        @Schema(description = "In the order of query; unknown users are offline")
        List<UserPresence> statuses) {}
