package com.carechain.chat.identity;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person or a service, as its token says.
 *
 * @param id      1–64 of {@code A-Za-z0-9._:@-}
 * @param name    as shown to others, at most 200 characters (code points); a longer one is cut
 * @param groups  of {@code candidate}, {@code employer}, {@code admin}, {@code service}
 * @param expires when the token ends
 */
@RegisterForReflection
public record Caller(String id, String name, Set<String> groups, Instant expires) {
    private static final int LONGEST_NAME = 200;

    /** Reads the claims of a token whose signature, issuer, audience and times have been verified already. */
    static Caller of(@Nullable String subject, @Nullable String name, Set<String> groups, Instant expires) {
        if (subject == null || !UserId.isValid(subject))
            throw Refusal.of(Code.UNAUTHORIZED, "The token's sub is not a user id.");
        String shown = name == null || name.isBlank() ? subject : name.strip();
        return new Caller(subject, cut(shown), groups, expires);
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    }

    /** May act for both sides of a room. */
    public boolean isPlatform() {
        return groups.contains("admin") || groups.contains("service");
    }
}
