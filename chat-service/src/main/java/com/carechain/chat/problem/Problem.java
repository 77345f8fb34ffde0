package com.carechain.chat.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The body of every error (RFC 9457).
 *
 * @param type   {@code urn:carechain:problem:<code>}
 * @param title  the same sentence for every problem of this code
 * @param status the HTTP status again
 * @param detail what was wrong this time
 * @param code   for programs
 * @param errors the wrong fields, when it was about fields
 */
@RegisterForReflection
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal.FieldError> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Refusal refusal) {
        Refusal.Code code = refusal.code();
        return new Problem(
                "urn:carechain:problem:" + code.wire(),
                code.title(),
                code.status(),
                refusal.detail(),
                code.wire(),
                refusal.errors());
    }
}
