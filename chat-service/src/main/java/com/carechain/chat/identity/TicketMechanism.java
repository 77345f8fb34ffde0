package com.carechain.chat.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ?ticket=} at a socket's upgrade. Answers first, and only there; everything else is left to the bearer token. */
@ApplicationScoped
class TicketMechanism implements HttpAuthenticationMechanism {
    /** Attribute of the identity that holds the {@link Caller} a ticket stood for. */
    static final String CALLER = "carechain.caller";

    private static final int BEFORE_BEARER = DEFAULT_PRIORITY + 1000;
    private final Tickets tickets;

    TicketMechanism(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Uni<@Nullable SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        if (!request.normalizedPath().startsWith("/ws/"))
            return Uni.createFrom().nullItem();
        String ticket = request.request().getParam("ticket");
        if (ticket == null) return Uni.createFrom().nullItem();
        return tickets.redeem(ticket).onFailure().recoverWithNull().map(caller -> {
            if (caller == null) throw new AuthenticationFailedException("unknown ticket");
            return identity(caller);
        });
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.id()))
                .addRoles(caller.groups())
                .addAttribute(CALLER, caller)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return BEFORE_BEARER;
    }
}
