package com.carechain.chat.problem;

import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a body that says to be larger than any such request needs, with an answer; what does not say so is cut. */
@Singleton
class BodyLimit {
    private final BodyBounds bounds;

    BodyLimit(BodyBounds bounds) {
        this.bounds = bounds;
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (request.getLength() > bounds.said(path)) throw Refusal.of(Code.TOO_LARGE, bounds.tooLarge(path));
    }

    /** The server's own limit is one for all addresses; this is what its body reader looks at for the request in hand. */
    void cut(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, bounds.unsaid(request.normalizedPath()));
                    request.next();
                },
                1);
    }
}
