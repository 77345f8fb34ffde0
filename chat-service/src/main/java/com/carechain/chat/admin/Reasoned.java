package com.carechain.chat.admin;

import com.carechain.chat.wire.PlainText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why something is done; kept in the audit, shown to administrators only.
 *
 * @param reason 1–500 characters
 */
@Schema(name = "Reason")
@RegisterForReflection
public record Reasoned(
        @NotBlank @Size(max = 500) @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE)
        String reason) {
    String words() {
        return reason.strip();
    }
}
