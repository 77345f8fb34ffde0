package com.carechain.chat.problem;

import org.jspecify.annotations.Nullable;

/** Words in query strings. */
public final class QueryText {
    /** Longest that is looked for. */
    public static final int MAX = 200;

    private QueryText() {}

    /** Without the blanks around it; null when nothing is left. @throws Refusal 400 naming the parameter */
    public static @Nullable String orNull(String name, @Nullable String text) {
        if (text == null || text.isBlank()) return null;
        if (text.length() > MAX || text.indexOf('\0') >= 0)
            throw Refusal.invalid(name, "must be at most " + MAX + " characters without NUL");
        return text.strip();
    }

    /** For {@code like … escape '!'}: the words themselves, anywhere. */
    public static String likeAnywhere(String words) {
        return "%" + words.replaceAll("([!%_])", "!$1") + "%";
    }
}
