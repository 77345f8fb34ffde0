package com.carechain.presence.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One wrong field of a request. */
@RegisterForReflection
@Schema(requiredProperties = {"field", "message"})
public record FieldError(
        @Schema(description = "Where it is, as in the JSON or the query", examples = "opened[3].user_id")
        String field,

        @Schema(description = "What it must be") String message) {}
