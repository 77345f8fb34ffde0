package com.carechain.chat.identity;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Turns what the security layer has verified into a {@link Caller}. */
@ApplicationScoped
public class Callers {
    private final JWTParser parser;

    Callers(JWTParser parser) {
        this.parser = parser;
    }

    /** @throws Refusal 401 when the identity is anonymous or its subject is no user id */
    public Caller of(SecurityIdentity identity) {
        if (identity.getAttribute(TicketMechanism.CALLER) instanceof Caller caller) return caller;
        if (identity.getPrincipal() instanceof JsonWebToken token) return of(token);
        throw Refusal.of(Code.UNAUTHORIZED, "A token is needed.");
    }

    /** Verifies a token that came inside a frame. @throws Refusal 401 */
    public Caller verify(String token) {
        try {
            return of(parser.parse(token));
        } catch (ParseException e) {
            throw Refusal.of(Code.UNAUTHORIZED, "The token is expired or not valid here.");
        }
    }

    private static Caller of(JsonWebToken token) {
        return Caller.of(
                token.getSubject(),
                token.getClaim("name"),
                token.getGroups(),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }
}
