package com.carechain.chat.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The files of the admin view are below {@code /admin/}; people leave the slash out. They hold nothing secret: without the role they stay empty. */
@ApplicationScoped
class AdminPage {
    private static final String PLACE = "/admin";
    private static final int MOVED = 308;

    void register(@Observes Router router) {
        router.get(PLACE).handler(AdminPage::addSlash);
    }

    /** Without a host, which only the gateway knows. */
    private static void addSlash(RoutingContext context) {
        if (!context.request().path().equals(PLACE)) context.next();
        else
            context.response()
                    .setStatusCode(MOVED)
                    .putHeader(HttpHeaders.LOCATION, PLACE + "/")
                    .end();
    }
}
