package com.carechain.presence.problem;

import java.util.List;

/** 400 {@code invalid}: the request is readable, but some of its fields are wrong. */
public final class InvalidInput extends Refusal {

    private final List<FieldError> errors;

    InvalidInput(List<FieldError> errors) {
        super(400, "invalid", "Some fields are not valid.", null);
        this.errors = List.copyOf(errors);
    }

    @Override
    protected List<FieldError> errors() {
        return errors;
    }
}
