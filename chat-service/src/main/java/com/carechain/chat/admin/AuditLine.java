package com.carechain.chat.admin;

import com.carechain.chat.wire.Person;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something an administrator did. Never changes.
 *
 * @param id      rises with time
 * @param actor   as the token said
 * @param reason  as given with a change
 * @param details what was asked for and what was shown; a JSON object whose fields depend on the action
 * @param address where the request came from
 */
@Schema(name = "AuditLine")
@RegisterForReflection
record AuditLine(
        long id,
        Instant at,
        Person actor,
        Action action,
        @Nullable UUID roomId,
        @Nullable UUID messageId,
        @Nullable String reason,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String details,
        String address) {}
