package com.carechain.local.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The headers that a proxy may not simply pass on. */
final class ConnectionHeaders {

    /** They concern one connection only (RFC 9110, section 7.6.1). */
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Who asked: said by us, and never believed when a client says it. */
    private static final List<String> FORWARDED = List.of(
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-ssl",
            "x-real-ip");

    private ConnectionHeaders() {}

    static MultiMap forService(HttpServerRequest request) {
        MultiMap headers = withoutHopByHop(request.headers());
        FORWARDED.forEach(headers::remove);
        // The client library sets Host; "100 Continue" was answered by our server already.
        headers.remove("host").remove("expect");
        headers.set("x-forwarded-for", request.remoteAddress().hostAddress());
        headers.set("x-forwarded-proto", "http");
        String host = request.getHeader("host");
        if (host != null) {
            headers.set("x-forwarded-host", host);
        }
        return headers;
    }

    static MultiMap forClient(HttpClientResponse answer) {
        return withoutHopByHop(answer.headers());
    }

    private static MultiMap withoutHopByHop(MultiMap all) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(all);
        for (String listed : all.getAll("connection")) {
            for (String name : listed.split(",", -1)) {
                headers.remove(name.strip());
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
        return headers;
    }
}
