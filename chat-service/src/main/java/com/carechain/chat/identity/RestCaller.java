package com.carechain.chat.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;

/** The caller of the current REST request, for injection. */
class RestCaller {
    @Produces
    @RequestScoped
    CurrentCaller caller(SecurityIdentity identity) {
        return () -> Callers.of(identity);
    }
}
