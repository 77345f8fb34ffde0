package com.carechain.chat.identity;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns a token, or a ticket that stands for one, into a {@link Caller}. */
@Singleton
public class Callers {
    private static final Logger LOG = Logger.getLogger(Callers.class);
    private static final Duration REDEEM_WAIT = Duration.ofSeconds(1);
    private static final String BEARER = "Bearer ";
    /** The end of the year 9999: a token that says more ends then. No clock tells all that a number can say. */
    private static final long LATEST = 253_402_300_799L;

    private final JWTParser parser;
    private final Tickets tickets;
    private final VerifiedTokens verified;

    Callers(JWTParser parser, Tickets tickets, VerifiedTokens verified) {
        this.parser = parser;
        this.tickets = tickets;
        this.verified = verified;
    }

    /** What the HTTP layer has verified. @throws Refusal 401 when it is anonymous or its subject is no user id */
    static Caller of(SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof RememberedTokens.Known known) return known.caller();
        if (identity.getPrincipal() instanceof JsonWebToken token) return of(token);
        throw Refusal.of(Code.UNAUTHORIZED, "A token is needed.");
    }

    /** Of a socket's upgrade, when the same token was verified a moment ago; null: ask {@link #of(String, String)}. */
    public @Nullable Caller remembered(@Nullable String authorization) {
        String token = token(authorization);
        return token == null ? null : verified.of(token);
    }

    /** Of a socket's upgrade; blocking. The header wins. @throws Refusal 401 */
    public Caller of(@Nullable String authorization, @Nullable String ticket) {
        String token = token(authorization);
        if (token != null) return verify(token);
        Caller caller = ticket == null ? null : redeem(ticket);
        if (caller == null) throw Refusal.of(Code.UNAUTHORIZED, "A valid token or ticket is needed.");
        return caller;
    }

    private static @Nullable String token(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) return null;
        return authorization.substring(BEARER.length()).strip();
    }

    private @Nullable Caller redeem(String ticket) {
        try {
            return tickets.redeem(ticket).await().atMost(REDEEM_WAIT);
        } catch (RuntimeException e) {
            LOG.warnf("A ticket cannot be looked up: %s", e.getMessage());
            throw Refusal.retry(Code.UNAVAILABLE, "Tickets cannot be looked up at the moment.", REDEEM_WAIT);
        }
    }

    /** Verifies a token; may wait for the issuer's keys. @throws Refusal 401 */
    public Caller verify(String token) {
        try {
            Caller caller = of(parser.parse(token));
            verified.add(token, caller);
            return caller;
        } catch (ParseException | ClassCastException e) { // the library casts claims such as groups unasked
            throw Refusal.of(Code.UNAUTHORIZED, "The token is expired or not valid here.");
        }
    }

    private static Caller of(JsonWebToken token) {
        Object name = token.getClaim("name"); // an issuer may put anything there
        return Caller.of(
                token.getSubject(),
                name instanceof String text ? text : null,
                token.getGroups(),
                Instant.ofEpochSecond(Math.min(token.getExpirationTime(), LATEST)));
    }
}
