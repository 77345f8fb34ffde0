package com.carechain.chat.problem;

import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.problem.Refusal.FieldError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.netty.channel.unix.Errors;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failure → HTTP, the only place. Nothing of Java (names, traces) leaves through here. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return answer(refusal);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e) {
        return answer(Refusal.invalid(
                e.getConstraintViolations().stream().map(FieldError::of).toList()));
    }

    /** Named one by one, because the framework has a mapper of its own for the exact class, with Java names in its answer. */
    @ServerExceptionMapper({
        MismatchedInputException.class,
        InvalidFormatException.class,
        JsonMappingException.class,
        StreamReadException.class,
        JsonProcessingException.class
    })
    Response malformed(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty())
            return answer(Refusal.invalid(FieldPath.of(mapping), "has the wrong type"));
        return answer(Refusal.invalid("body", "is not valid JSON"));
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthorized(SecurityException e) {
        return answer(Refusal.of(Code.UNAUTHORIZED, "The token is missing, expired or not valid here."));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(Refusal.of(Code.FORBIDDEN, "Your role may not do this."));
    }

    /** What the framework refuses by itself: unknown path, wrong method, wrong media type, unreadable parameter. */
    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) return malformed(json);
        return switch (e.getResponse().getStatus()) {
            case 400 -> answer(Refusal.of(Code.INVALID, "The request cannot be read."));
            case 401 -> answer(Refusal.of(Code.UNAUTHORIZED, "The token is missing, expired or not valid here."));
            case 403 -> answer(Refusal.of(Code.FORBIDDEN, "Your role may not do this."));
            case 404 -> answer(Refusal.of(Code.NOT_FOUND, "There is nothing here."));
            case 405 -> answer(Refusal.of(Code.METHOD_NOT_ALLOWED, "This address does not know that method."));
            case 406 -> answer(Refusal.of(Code.NOT_ACCEPTABLE, "Answers are JSON."));
            case 413 -> answer(Refusal.of(Code.TOO_LARGE, "The request is too large."));
            case 415 -> answer(Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "Send JSON (application/json)."));
            default -> unexpected(e);
        };
    }

    /** A caller that gives up while its body is read: nobody's fault here, and nobody is left to be answered. */
    @ServerExceptionMapper
    Response unread(IOException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof HttpClosedException
                    || t instanceof ClosedChannelException
                    || t instanceof SocketException
                    || t instanceof Errors.NativeIoException) {
                LOG.debug("A caller left before its request was read");
                return answer(Refusal.of(Code.INVALID, "The request cannot be read."));
            }
        }
        return unexpected(e);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        if (Outage.is(e)) {
            LOG.warnf("PostgreSQL: %s", e.getMessage());
            return answer(Outage.refusal());
        }
        LOG.error("A request failed", e);
        return answer(Refusal.of(Code.INTERNAL, "The error has been logged."));
    }

    private static Response answer(Refusal refusal) {
        Response.ResponseBuilder response = Response.status(refusal.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(refusal));
        ProblemAnswers.headers(refusal).forEach(response::header);
        return response.build();
    }
}
