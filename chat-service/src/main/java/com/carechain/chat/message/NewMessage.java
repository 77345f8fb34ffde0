package com.carechain.chat.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message to send, over REST or in a {@code chat_message} frame.
 *
 * @param content      1–10,000 characters
 * @param messageType  {@code text}, the default
 * @param clientId     the client's id for it: sending it again gives the stored one, for ever
 * @param attachmentId not yet supported
 * @param replyTo      id of a message of the same room
 */
@RegisterForReflection
public record NewMessage(
        @Schema(minLength = 1, maxLength = 10_000, required = true) @Nullable
        String content,

        @Schema(enumeration = {"text"}) @Nullable String messageType,
        @Nullable UUID clientId,
        @Nullable UUID attachmentId,
        @Nullable UUID replyTo) {}
