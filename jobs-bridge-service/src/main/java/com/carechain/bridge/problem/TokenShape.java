package com.carechain.bridge.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** A signed token with a claim of another type, such as a number for {@code groups}, is a wrong token: the framework casts it unasked. */
@Singleton
class TokenShape implements IdentityProvider<TokenAuthenticationRequest> {
    private final MpJwtValidator validator;

    TokenShape(MpJwtValidator validator) {
        this.validator = validator;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** Before the framework's own. */
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return validator
                .authenticate(request, context)
                .onFailure(ClassCastException.class)
                .transform(AuthenticationFailedException::new);
    }
}
