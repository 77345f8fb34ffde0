package com.carechain.presence.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an HTTP answer; the framework's own failures (404, 405, 415…) as well. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        var answer = Problem.of(refusal.status(), refusal.code(), refusal.detail(), refusal.errors())
                .response();
        if (refusal.retryAfter() != null) {
            answer.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, refusal.retryAfter().toSeconds()));
        }
        return answer.build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated() {
        return Problem.of(401, "unauthorized", "A valid access token is needed.")
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException refused) {
        return Problem.of(403, "forbidden", "This token does not allow that.")
                .response()
                .build();
    }

    /** The path tells the field; Jackson's own message would tell Java names. The framework maps the subclass by itself. */
    @ServerExceptionMapper({JsonMappingException.class, MismatchedInputException.class})
    Response wrongShape(JsonMappingException wrong) {
        if (wrong.getPath().isEmpty()) {
            return malformed(wrong);
        }
        var error = new FieldError(field(wrong), "has the wrong type");
        return Problem.of(400, "invalid", "Some fields are not valid.", List.of(error))
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response malformed(JsonProcessingException malformed) {
        return Problem.of(400, "invalid", "The body is not the JSON that is expected here.")
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonMappingException wrong) {
            return wrongShape(wrong);
        }
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        var answer = framework(status).response();
        String allowed = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        if (allowed != null) {
            answer.header(HttpHeaders.ALLOW, allowed);
        }
        return answer.build();
    }

    /** A caller that gives up while its body is read: nobody's fault here, and nobody is left to be answered. */
    @ServerExceptionMapper
    Response unread(IOException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpClosedException
                    || cause instanceof ClosedChannelException
                    || cause instanceof SocketException) {
                LOG.debug("A caller left before its request was read");
                return framework(400).response().build();
            }
        }
        return defect(broken);
    }

    @ServerExceptionMapper
    Response defect(Throwable defect) {
        LOG.error("A request failed", defect);
        return Problem.of(500, "internal", "Something went wrong here.")
                .response()
                .build();
    }

    private static Problem framework(int status) {
        return switch (status) {
            case 400 -> Problem.of(status, "invalid", "The request cannot be read.");
            case 404 -> Problem.of(status, "not_found", "There is nothing at this address.");
            case 405 -> Problem.of(status, "method_not_allowed", "This method is not possible here.");
            case 406 -> Problem.of(status, "not_acceptable", "The answer is application/json.");
            case 413 -> Problem.of(status, "too_large", "The body is too large.");
            case 415 -> Problem.of(status, "unsupported_media_type", "The body must be application/json.");
            default -> Problem.of(status, status < 500 ? "request_refused" : "internal", "The request failed.");
        };
    }

    private static String field(JsonMappingException wrong) {
        var field = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() != null) {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            } else {
                field.append('[').append(step.getIndex()).append(']');
            }
        }
        return field.toString();
    }
}
