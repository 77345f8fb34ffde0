package com.carechain.chat.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was verified a moment ago: checking one again costs a hash instead of RSA, which is most of what a
 * reconnecting client costs, and much of what a request does. Kept by hash, so no token stays in memory; a key that the issuer
 * withdraws is honoured for one more minute at most. A token's own end counts to the second all the same.
 */
@Singleton
class VerifiedTokens {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 20_000;

    private final Cache<ByteBuffer, Caller> callers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
    private final InstantSource clock;

    VerifiedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Whose token it is; null when it must be verified. */
    @Nullable
    Caller of(String token) {
        Caller caller = callers.getIfPresent(hash(token));
        return caller == null || caller.expires().isBefore(clock.instant()) ? null : caller;
    }

    void add(String token, Caller caller) {
        callers.put(hash(token), caller);
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
