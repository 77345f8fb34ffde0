package com.carechain.chat.admin;

import com.carechain.chat.wire.MessageView;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message as its members see it, and more.
 *
 * @param redaction on a tombstone that an administrator made; null on one that its sender made
 */
@Schema(name = "AdminMessage")
@RegisterForReflection
record AdminMessage(
        @JsonUnwrapped MessageView message, @Nullable Redaction redaction) {}
