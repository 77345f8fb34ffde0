package com.carechain.chat.admin;

import com.carechain.chat.wire.Person;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who took a message's words away, and why. Shown to administrators only: for everybody else it is a deleted message like any other. */
@Schema(name = "Redaction")
@RegisterForReflection
record Redaction(Person by, Instant at, String reason) {}
