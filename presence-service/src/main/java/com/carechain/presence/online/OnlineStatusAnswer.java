package com.carechain.presence.online;

import com.carechain.presence.state.UserPresence;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code GET /api/messaging/online-status/}. */
@RegisterForReflection
@Schema(requiredProperties = {"results"})
record OnlineStatusAnswer(
        @Schema(description = "Contacts of the caller only, each once; in the order asked, else by id")
        List<UserPresence> results) {}
