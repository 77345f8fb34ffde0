package com.carechain.bridge.chat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The part of chat-service's problem+json that is of use here. */
@RegisterForReflection
record Problem(@Nullable String detail) {}
