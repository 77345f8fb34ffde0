package com.carechain.presence.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request this service does not fulfil, with the code a caller can act on. Carries no stack trace: it is no defect. */
public abstract class Refusal extends RuntimeException {

    private final int status;
    private final String code;

    /** {@code detail} is shown to the caller. */
    protected Refusal(int status, String code, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    public String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** When trying again makes sense; null when it does not. */
    protected @Nullable Duration retryAfter() {
        return null;
    }

    /** The wrong fields, for invalid input. */
    protected List<FieldError> errors() {
        return List.of();
    }
}
