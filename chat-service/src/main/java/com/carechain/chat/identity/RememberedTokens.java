package com.carechain.chat.identity;

import com.carechain.chat.problem.Refusal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.Principal;

/**
 * Who a REST request's token stands for. The framework verifies it, on another thread; what was verified a moment ago is remembered, as
 * for sockets: {@link VerifiedTokens}. What is wrong with a token only the framework says.
 */
@Singleton
class RememberedTokens implements IdentityProvider<TokenAuthenticationRequest> {
    private final VerifiedTokens verified;
    private final MpJwtValidator validator;

    RememberedTokens(VerifiedTokens verified, MpJwtValidator validator) {
        this.verified = verified;
        this.validator = validator;
    }

    /** A caller whose token needed no second look. */
    record Known(Caller caller) implements Principal {
        @Override
        public String getName() {
            return caller.id();
        }
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
        String token = request.getToken().getToken();
        Caller known = verified.of(token);
        return known == null
                ? validator
                        .authenticate(request, context)
                        // What a claim such as groups becomes in the framework when it is of another type: the token is
                        // wrong, not we.
                        .onFailure(ClassCastException.class)
                        .transform(AuthenticationFailedException::new)
                        .invoke(identity -> remember(token, identity))
                : Uni.createFrom().item(identity(known));
    }

    private void remember(String token, SecurityIdentity identity) {
        try {
            verified.add(token, Callers.of(identity));
        } catch (Refusal noUserId) {
            // good for the framework, no caller for us: whoever asks for the caller refuses
        }
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new Known(caller))
                .addRoles(caller.groups())
                .build();
    }
}
