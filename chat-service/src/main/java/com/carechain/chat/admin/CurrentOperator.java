package com.carechain.chat.admin;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.identity.CurrentCaller;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;

/** Who sent the current request to the admin API. */
@RequestScoped
class CurrentOperator {
    private final CurrentCaller caller;
    private final HttpServerRequest request;
    private final ClientAddress addresses;

    CurrentOperator(CurrentCaller caller, HttpServerRequest request, ClientAddress addresses) {
        this.caller = caller;
        this.request = request;
        this.addresses = addresses;
    }

    Operator get() {
        Caller who = caller.get();
        return new Operator(
                who.id(),
                who.name(),
                addresses.of(
                        request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For")));
    }
}
