package com.carechain.bridge.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of an HTTP call, as a problem. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final Problem UNEXPECTED_BODY =
            Problem.of(400, "invalid", "Invalid request", "The body is not the JSON expected here.");

    /** Failures of the framework, whose own texts name Java classes. */
    private static final Map<Integer, Problem> BY_STATUS = Map.of(
            400, Problem.of(400, "invalid", "Invalid request", "The request cannot be read."),
            404, Problem.of(404, "not_found", "Not found", "There is nothing here."),
            405, Problem.of(405, "method_not_allowed", "Method not allowed", "This address does not take that method."),
            406, Problem.of(406, "not_acceptable", "Not acceptable", "Only JSON is served here."),
            413, Problem.of(413, "too_large", "Too large", "The body is larger than allowed."),
            415, Problem.of(415, "unsupported_media_type", "Unsupported media type", "Only application/json is read."));

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        return refusal.problem().response();
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException noToken) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException badToken) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException forbidden) {
        return Problem.of(403, "forbidden", "Forbidden", "Your token does not allow this.")
                .response();
    }

    @ServerExceptionMapper
    Response body(JsonProcessingException notJson) {
        return UNEXPECTED_BODY.response();
    }

    /** The same, before the framework's own mapper for this subclass, which tells Java names. */
    @ServerExceptionMapper
    Response shape(MismatchedInputException otherShape) {
        return UNEXPECTED_BODY.response();
    }

    @ServerExceptionMapper
    Response unknown(UnrecognizedPropertyException unknown) {
        return new InvalidRequest(unknown.getPropertyName(), "is not known here")
                .problem()
                .response();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (failure.getCause() instanceof JsonProcessingException) {
            return UNEXPECTED_BODY.response();
        }
        Problem known = BY_STATUS.get(status);
        return (known == null ? Problem.of(status, "http_" + status, "Request failed", null) : known).response();
    }

    @ServerExceptionMapper
    Response fault(RuntimeException fault) {
        LOG.error("A call failed", fault);
        return Problem.of(500, "internal", "Internal error", "Something went wrong here; it is in the log.")
                .response();
    }

    private static Response unauthenticated() {
        Problem problem = Problem.of(401, "unauthorized", "Unauthorized", "A valid token is needed.");
        return Response.fromResponse(problem.response())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
