package com.carechain.chat.room;

import com.carechain.chat.identity.UserId;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Person;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A room that shall exist.
 *
 * @param applicationId one room per application, ever; without it one room per candidate, employer and job
 */
@RegisterForReflection
public record NewRoom(
        @Nullable @Pattern(regexp = UserId.PATTERN, message = UserId.MESSAGE)
        String applicationId,

        @NotNull @Valid Job job,
        @NotNull @Valid Person candidate,
        @NotNull @Valid Person employer) {}
