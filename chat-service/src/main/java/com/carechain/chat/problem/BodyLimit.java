package com.carechain.chat.problem;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a body that says to be larger than any request needs, with an answer; the HTTP server cuts what does not say so. */
class BodyLimit {
    /** A batch of a hundred application events with the longest texts and cards. */
    private static final int INTERNAL_BYTES = 8 * 1024 * 1024;

    private final int bytes;

    BodyLimit(ChatConfig config) {
        this.bytes = config.limits().bodyBytes();
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        boolean internal = request.getUriInfo().getPath().startsWith("/internal/");
        int most = internal ? INTERNAL_BYTES : bytes;
        if (request.getLength() > most)
            throw Refusal.of(Code.TOO_LARGE, "A request may have at most " + most + " bytes.");
    }
}
