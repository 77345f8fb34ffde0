package com.carechain.chat.wire;

import com.carechain.chat.identity.UserId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * One side of a room.
 *
 * @param id   the job platform's user id
 * @param name as shown to the other side, 1–200 characters (code points)
 */
@RegisterForReflection
public record Person(
        @NotNull @Pattern(regexp = UserId.PATTERN, message = UserId.MESSAGE)
        String id,

        @NotBlank
        @CodePointLength(max = 200)
        @Schema(maxLength = 200)
        @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE)
        String name) {}
