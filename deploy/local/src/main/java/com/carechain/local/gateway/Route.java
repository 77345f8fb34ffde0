package com.carechain.local.gateway;

import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;

/** Where a request goes. This is the whole allow-list of the gateway. */
enum Route {
    CHAT,
    /** Becomes a WebSocket when the request asks for one. */
    CHAT_SOCKET,
    PRESENCE,
    DEV,
    NOWHERE;

    /** Of the services' own: health, metrics, service-to-service calls. The gateway answers {@code /dev} itself. */
    private static final Set<String> NEVER = Set.of("q", "internal", "dev");

    static Route of(HttpMethod method, String uri) {
        return RequestPath.of(uri).map(path -> of(method, path)).orElse(NOWHERE);
    }

    private static Route of(HttpMethod method, RequestPath path) {
        if (path.startsWith("dev")) {
            return DEV;
        }
        if (path.startsWith("api", "messaging", "online-status")) {
            return PRESENCE;
        }
        if (path.startsWith("api", "messaging")) {
            return CHAT;
        }
        if (path.startsWith("ws")) {
            return CHAT_SOCKET;
        }
        return isPage(method, path) ? CHAT : NOWHERE;
    }

    /** The page and its files, which chat-service serves: every other address, but only to be read. */
    private static boolean isPage(HttpMethod method, RequestPath path) {
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        String first = path.first().toLowerCase(Locale.ROOT);
        return reads && !NEVER.contains(first) && !first.equals("api");
    }
}
