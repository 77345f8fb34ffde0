package com.carechain.chat.admin;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * One answer for everything below the admin API, also for addresses and methods that do not exist: 401 without a valid token, 403 without
 * the role. So nobody else learns what is there. The resources' own annotations would keep everybody out as well; this comes first.
 */
class AdminOnly {
    static final String ROLE = "admin";
    static final String ROOT = "/api/messaging/admin";
    private final CurrentIdentityAssociation identities;

    AdminOnly(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Uni<Void> check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) return null;
        return identities.getDeferredIdentity().invoke(AdminOnly::require).replaceWithVoid();
    }

    private static void require(SecurityIdentity identity) {
        if (identity.isAnonymous()) throw Refusal.of(Code.UNAUTHORIZED, "A token is needed.");
        if (!identity.hasRole(ROLE)) throw Refusal.of(Code.FORBIDDEN, "Your role may not do this.");
    }
}
