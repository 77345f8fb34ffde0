package com.carechain.chat.wire;

import com.carechain.chat.identity.UserId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * What the application is for.
 *
 * @param id    the job platform's
 * @param title 1–200 characters (code points)
 */
@RegisterForReflection
public record Job(
        @NotNull @Pattern(regexp = UserId.PATTERN, message = UserId.MESSAGE)
        String id,

        @NotBlank
        @CodePointLength(max = 200)
        @Schema(maxLength = 200)
        @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE)
        String title) {}
