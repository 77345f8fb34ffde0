package com.carechain.presence.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How every error answer looks (RFC 9457). */
@RegisterForReflection
@Schema(requiredProperties = {"type", "title", "status", "detail", "code", "errors"})
public record Problem(
        @Schema(examples = "urn:carechain:problem:invalid") String type,

        @Schema(examples = "Bad Request") String title,
        @Schema(examples = "400") int status,

        @Schema(description = "For people; never a Java name or a stack trace")
        String detail,

        @Schema(description = "For programs", examples = "invalid")
        String code,

        @Schema(description = "The wrong fields; empty unless the input was invalid")
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String code, String detail) {
        return of(status, code, detail, List.of());
    }

    static Problem of(int status, String code, String detail, List<FieldError> errors) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new Problem("urn:carechain:problem:" + code, title, status, detail, code, errors);
    }

    Response.ResponseBuilder response() {
        return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    }
}
