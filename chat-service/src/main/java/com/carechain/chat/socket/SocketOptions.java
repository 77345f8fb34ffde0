package com.carechain.chat.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

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

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(PROTOCOL)
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(MAX_FRAME)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
