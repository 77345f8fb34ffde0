package com.carechain.presence.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one request. By hand and not by Bean Validation, because a heartbeat brings tens of
 * thousands of ids: a valid id costs one pass over its characters, and a field's name is made only for a wrong one.
 */
public final class InputCheck {

    public static final int MAX_ID = 64;
    public static final int MAX_CONNECTION_ID = 128;

    /** More would help no one. */
    private static final int MAX_ERRORS = 20;

    private final List<FieldError> errors = new ArrayList<>();

    /** The contract's form of an id. Nothing in it has a meaning in a Redis key, in JSON or in a Lua pattern's subject. */
    public static boolean isId(@Nullable String value, int maxLength) {
        if (value == null || value.isEmpty() || value.length() > maxLength) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != ':' && c != '@' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Complains unless {@code value} is an id; the field's name is asked for only then. */
    public void id(@Nullable String value, int maxLength, Supplier<String> field) {
        if (!isId(value, maxLength)) {
            wrong(field.get(), "must be 1 to " + maxLength + " characters of A-Z a-z 0-9 . _ : @ -");
        }
    }

    public void atMost(int size, int limit, String field) {
        if (size > limit) {
            wrong(field, "must have at most " + limit + " entries");
        }
    }

    public void wrong(String field, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(field, message));
        }
    }

    /** Ends the check: throws {@link InvalidInput} when anything was wrong. */
    public void done() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }
}
