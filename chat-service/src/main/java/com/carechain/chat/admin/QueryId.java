package com.carechain.chat.admin;

import com.carechain.chat.problem.Refusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids in query strings; the framework would answer a bad one as if the address did not exist. */
final class QueryId {
    private QueryId() {}

    /** @throws Refusal 400 naming the parameter */
    static @Nullable UUID orNull(String name, @Nullable String text) {
        if (text == null || text.isBlank()) return null;
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(name, "must be an id like 4d1c9a52-1111-7000-8000-000000000000");
        }
    }
}
