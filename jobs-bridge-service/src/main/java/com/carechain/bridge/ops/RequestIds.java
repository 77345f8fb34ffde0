package com.carechain.bridge.ops;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Every request has an id: the gateway's {@code X-Request-Id}, else a new one. It is in the answer and, as {@code requestId}, in every line
 * logged meanwhile; with traces on, {@code traceId} and {@code spanId} stand beside it.
 */
@Provider
@PreMatching
class RequestIds implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "X-Request-Id";
    private static final String KEY = "requestId";
    /** What may go into a log as it is. */
    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public void filter(ContainerRequestContext request) {
        String given = request.getHeaderString(HEADER);
        String id = given != null && GOOD.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        request.setProperty(KEY, id);
        MDC.put(KEY, id);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        Object id = request.getProperty(KEY);
        if (id != null) answer.getHeaders().putSingle(HEADER, id);
        MDC.remove(KEY);
    }
}
