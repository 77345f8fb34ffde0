package com.carechain.chat.socket;

import com.carechain.chat.ops.ChatConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * How the HTTP server treats sockets. HTTP/2 without TLS is off: gateways and ingresses do not speak it, and looking out for it is part
 * of what every new connection costs. Frames are not compressed: they are small, and a compressor's tables would be most of what an
 * idle socket weighs.
 */
@ApplicationScoped
class SocketOptions implements HttpServerOptionsCustomizer {
    static final String PROTOCOL = "carechain.v1";
    /**
     * More than carechain.limits.frame-bytes may ever be: a frame that is a little too big is read and refused by us with a close
     * frame; only beyond this does the server cut the connection, and the client may see a reset.
     */
    private static final int MAX_FRAME = 1024 * 1024;

    private final ChatConfig config;

    SocketOptions(ChatConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(PROTOCOL)
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(MAX_FRAME)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        closeTheSilent(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    /**
     * Closes connections from which nothing has come for two and a half heartbeats. The general idle time-out never strikes on a
     * socket, because our own pings count as traffic; what a dead peer lacks is the pong.
     */
    private void closeTheSilent(HttpServerOptions options) {
        int seconds = (int) (config.sockets().heartbeat().toSeconds() * 5 / 2);
        options.setReadIdleTimeout(Math.max(5, seconds)).setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
