package com.carechain.local.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /dev/token}.
 *
 * @param sub user id, 1-64 of {@code A-Za-z0-9._:@-}
 * @param name shown to others, at most 200 characters; the user id when missing
 * @param groups any of candidate, employer, admin, service
 * @param expiresIn seconds, 1 to a week; 8 hours when missing
 */
record TokenRequest(
        @Nullable String sub,
        @Nullable String name,
        @Nullable List<String> groups,
        @JsonProperty("expires_in") @Nullable Long expiresIn) {

    static final Set<String> GROUPS = Set.of("candidate", "employer", "admin", "service");
    static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");
    static final Duration DEFAULT_LIFETIME = Duration.ofHours(8);

    private static final int MAX_NAME = 200;
    private static final Duration MAX_LIFETIME = Duration.ofDays(7);

    /** What is wrong with it, or null. */
    @Nullable
    String complaint() {
        if (sub == null || !USER_ID.matcher(sub).matches()) {
            return "sub must be 1 to 64 characters of A-Z a-z 0-9 . _ : @ -";
        }
        if (name != null && (name.isBlank() || name.length() > MAX_NAME)) {
            return "name must be 1 to " + MAX_NAME + " characters";
        }
        if (groups == null || groups.stream().anyMatch(group -> group == null || !GROUPS.contains(group))) {
            return "groups must be a list of candidate, employer, admin or service";
        }
        if (expiresIn != null && (expiresIn < 1 || expiresIn > MAX_LIFETIME.toSeconds())) {
            return "expires_in must be 1 to " + MAX_LIFETIME.toSeconds() + " seconds";
        }
        return null;
    }

    String user() {
        return Objects.requireNonNull(sub);
    }

    String shownName() {
        return name == null ? user() : name;
    }

    Set<String> roles() {
        return Set.copyOf(Objects.requireNonNull(groups));
    }

    Duration lifetime() {
        return expiresIn == null ? DEFAULT_LIFETIME : Duration.ofSeconds(expiresIn);
    }
}
