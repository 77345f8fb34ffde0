package com.carechain.chat.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.ConstraintViolation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clear no, the same over REST (problem+json) and over a socket (an {@code error} frame). It is an answer, not an accident:
 * no stack trace, nothing in the log.
 */
public final class Refusal extends RuntimeException {
    private final Code code;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;

    private Refusal(Code code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = errors;
        this.retryAfter = retryAfter;
    }

    /** Which no: the name in {@code code}, its HTTP status and its title. */
    public enum Code {
        INVALID(400, "The request is not valid"),
        UNAUTHORIZED(401, "A valid token is needed"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "Not found"),
        METHOD_NOT_ALLOWED(405, "Method not allowed"),
        NOT_ACCEPTABLE(406, "Not acceptable"),
        ROOM_CLOSED(409, "The room is closed"),
        WINDOW_OVER(409, "Too late to change this message"),
        TOO_LARGE(413, "Too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
        RANGE_NOT_SATISFIABLE(416, "Not that many bytes"),
        TOO_BROAD(422, "The question is too broad"),
        RATE_LIMITED(429, "Too much at once"),
        QUOTA_EXCEEDED(429, "Uploaded enough for today"),
        INTERNAL(500, "Something went wrong here"),
        OVERLOADED(503, "Too much to do at the moment"),
        UNAVAILABLE(503, "Not available at the moment"),
        STORAGE_FULL(507, "No room for files at the moment");

        private final int status;
        private final String title;

        Code(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }

        /** The name on the wire, e.g. {@code room_closed}. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One wrong field of a request, by its path on the wire. */
    @RegisterForReflection
    public record FieldError(String field, String message) {
        public static FieldError of(ConstraintViolation<?> violation) {
            return new FieldError(FieldPath.of(violation.getPropertyPath()), violation.getMessage());
        }
    }

    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, List.of(), null);
    }

    public static Refusal invalid(String field, String message) {
        return new Refusal(Code.INVALID, field + " " + message, List.of(new FieldError(field, message)), null);
    }

    public static Refusal invalid(List<FieldError> errors) {
        String detail = errors.stream()
                .map(e -> e.field() + " " + e.message())
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        return new Refusal(Code.INVALID, detail, List.copyOf(errors), null);
    }

    /** Come again after that time. */
    public static Refusal retry(Code code, String detail, Duration after) {
        return new Refusal(code, detail, List.of(), after);
    }

    /** An unknown room and another's room: nobody learns which. */
    public static Refusal roomNotFound() {
        return of(Code.NOT_FOUND, "There is no such room.");
    }

    public static Refusal roomClosed() {
        return of(Code.ROOM_CLOSED, "Nobody can write here any more.");
    }

    public static Refusal messageNotFound() {
        return of(Code.NOT_FOUND, "There is no such message.");
    }

    public Code code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
