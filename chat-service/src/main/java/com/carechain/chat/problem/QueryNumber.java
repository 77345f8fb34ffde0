package com.carechain.chat.problem;

import org.jspecify.annotations.Nullable;

/** Whole numbers in query strings; the framework would answer a bad one as if the address did not exist. */
public final class QueryNumber {
    private QueryNumber() {}

    /** @throws Refusal 400 naming the parameter */
    public static @Nullable Long orNull(String name, @Nullable String text, long min, long max) {
        if (text == null) return null;
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException e) {
            // answered below
        }
        throw Refusal.invalid(
                name,
                max == Long.MAX_VALUE
                        ? "must be a whole number, at least " + min
                        : "must be a whole number between " + min + " and " + max);
    }

    /** @throws Refusal 400 naming the parameter */
    public static int or(int otherwise, String name, @Nullable String text, int min, int max) {
        Long value = orNull(name, text, min, max);
        return value == null ? Math.min(otherwise, max) : value.intValue();
    }
}
