package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's allow-list, and that no spelling of a path gets around it. */
class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /api/messaging/rooms/, CHAT",
        "POST, /api/messaging/rooms/0198c8a1-1111-7000-8000-000000000000/messages, CHAT",
        "DELETE, /api/messaging/rooms/a/messages/b/, CHAT",
        "GET, /api/messaging/rooms?q=..%2F..%2Finternal, CHAT",
        "GET, /api/messaging/admin/rooms/?user=candidate%40example.org, CHAT",
        "GET, /api/messaging/admin/users/candidate%40example.org/, CHAT",
        "GET, /api/messaging/online-status/?user_ids=a;b, PRESENCE",
        "GET, /api/messaging/online-status, PRESENCE",
        "GET, /api/messaging/online-status-of-all, CHAT",
        "GET, /ws/, CHAT_SOCKET",
        "GET, /ws, CHAT_SOCKET",
        "GET, /ws/chat/0198c8a1-1111-7000-8000-000000000000/?after_rev=3, CHAT_SOCKET",
        "POST, /dev/token, DEV",
        "POST, /dev/oauth2/token, DEV",
        "GET, /dev/jwks.json, DEV",
        "GET, /dev/docs/, DEV",
        "GET, /, CHAT",
        "HEAD, /, CHAT",
        "GET, /app.js, CHAT",
        "GET, /assets/quick.css, CHAT",
        "GET, /quality.html, CHAT",
        "GET, /admin, CHAT",
        "GET, /admin/main.js, CHAT",
    })
    void whatIsOnTheListHasItsService(HttpMethod method, String uri, Route expected) {
        assertEquals(expected, Route.of(method, uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/",
                "/q/metrics",
                "/q/health/ready",
                "/q/openapi",
                "/Q/metrics",
                "/internal",
                "/internal/presence/changes",
                "/INTERNAL/users/a/contacts",
                "//internal/application-events",
                "///internal",
                "/./internal/application-events",
                "/api/messaging/../../internal/application-events",
                "/api/messaging/..;/internal/application-events",
                "/api/messaging/..;x=y/internal",
                "/api/messaging;a=b/rooms",
                "/api/messaging/%2e%2e/%2e%2e/internal",
                "/api/messaging/%2E%2E%2Finternal",
                "/api/messaging/.%2e/internal",
                "/api/messaging/%252e%252e/internal",
                "/api/messaging//internal",
                "/api/messaging/rooms//",
                "/api/messaging\\..\\internal",
                "/api/messaging/%5c..%5cinternal",
                "/%69nternal/application-events",
                "/%71/metrics",
                "/%2finternal",
                "/api%2fmessaging/rooms",
                "/api/messaging/%00/internal",
                "/api/messaging/%c0%ae%c0%ae/internal",
                "/api/messaging/%zz",
                "/api/messaging/%2",
                "/api/other",
                "/api",
                "http://localhost/internal/application-events",
                "internal",
                "*",
                "",
                "/page#/internal",
                "/with space",
                "/\u00e4",
            })
    void everythingElseLeadsNowhere(String uri) {
        assertEquals(Route.NOWHERE, Route.of(HttpMethod.GET, uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/login"})
    void thePageCanOnlyBeRead(String uri) {
        assertEquals(Route.NOWHERE, Route.of(HttpMethod.POST, uri));
        assertEquals(Route.NOWHERE, Route.of(HttpMethod.DELETE, uri));
    }
}
