package com.carechain.chat.ops;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections from which nothing has come for two and a half heartbeats. The general idle time-out never strikes on a
 * socket, because our own pings count as traffic; what a dead peer lacks is the pong.
 */
@ApplicationScoped
class Idle implements HttpServerOptionsCustomizer {
    private final ChatConfig config;

    Idle(ChatConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        int seconds = (int) (config.sockets().heartbeat().toSeconds() * 5 / 2);
        options.setReadIdleTimeout(Math.max(5, seconds)).setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
