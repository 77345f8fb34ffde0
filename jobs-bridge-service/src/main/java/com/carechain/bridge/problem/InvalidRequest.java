package com.carechain.bridge.problem;

import java.util.List;

/** A body whose fields are out of bounds. */
public final class InvalidRequest extends Refusal {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem.FieldError> errors;

    public InvalidRequest(String field, String message) {
        super(400, "invalid", "Invalid request", field + " " + message + ".");
        this.errors = List.of(new Problem.FieldError(field, message));
    }

    @Override
    Problem problem() {
        return super.problem().with(errors);
    }
}
