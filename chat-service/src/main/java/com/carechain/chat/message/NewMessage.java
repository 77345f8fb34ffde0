package com.carechain.chat.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message to send, over REST or in a {@code chat_message} frame.
 *
 * @param content       1–10,000 characters, also none for {@code file}
 * @param messageType   {@code text}, the default, or {@code file}
 * @param clientId      the client's id for it: sending it again gives the stored one, for ever
 * @param attachmentId  of a {@code file} with one attachment
 * @param attachmentIds of a {@code file}: 1–10 own uploads to the same room, each in one message only
 * @param replyTo       id of a message of the same room
 */
@RegisterForReflection
public record NewMessage(
        @Schema(maxLength = 10_000) @Nullable String content,

        @Schema(enumeration = {"text", "file"}) @Nullable String messageType,
        @Nullable UUID clientId,
        @Nullable UUID attachmentId,
        @Schema(minItems = 1, maxItems = 10) @Nullable List<UUID> attachmentIds,
        @Nullable UUID replyTo) {}
