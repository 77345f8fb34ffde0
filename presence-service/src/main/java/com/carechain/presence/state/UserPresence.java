package com.carechain.presence.state;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How one user is doing; the form in which every endpoint answers. */
@RegisterForReflection
@Schema(requiredProperties = {"user_id", "status", "last_seen"})
public record UserPresence(
        @Schema(examples = "maria") String userId,

        @Schema(
                type = SchemaType.STRING,
                enumeration = {"online", "away", "offline"},
                examples = "online")
        Status status,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                nullable = true,
                description =
                        "The last sign of life of any of the user's connections, also while online; null when none"
                                + " was seen within the retention time. UTC, milliseconds.",
                examples = "2026-01-31T12:00:00.000Z")
        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", timezone = "UTC")
        @Nullable
        Instant lastSeen) {

    static UserPresence unknown(String userId) {
        return new UserPresence(userId, Status.OFFLINE, null);
    }
}
