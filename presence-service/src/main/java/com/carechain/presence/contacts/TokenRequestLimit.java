package com.carechain.presence.contacts;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Ends a request for this service's own token that is not answered. The client limits connecting alone, and asks nothing new while one
 * request is under way: a single one that hangs would keep the service without a token for as long.
 */
@ApplicationScoped
@Unremovable
class TokenRequestLimit implements OidcRequestFilter {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        context.request().timeout(LIMIT.toMillis());
        return Uni.createFrom().voidItem();
    }
}
