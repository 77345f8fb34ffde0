package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** The settings of Vert.x that matter for a proxy, each with its reason. */
final class Web {

    private static final int CONNECT_MILLIS = 2000;
    /** Tokens travel in headers, and in the sub-protocol of a WebSocket; user ids travel in query strings. */
    private static final int MAX_HEAD_BYTES = 32 * 1024;

    private Web() {}

    static Vertx vertx() {
        // It serves no files of its own: no cache directory in /tmp.
        return Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                // Each open WebSocket holds a connection; the default of 5 would be the limit of the whole stack.
                .setMaxPoolSize(50_000)
                .setMaxHeaderSize(MAX_HEAD_BYTES));
    }

    /** The port it listens on. */
    static Future<Integer> listen(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        return server(vertx, handler)
                .listen(port, "127.0.0.1")
                .compose(first ->
                        // Browsers try ::1 first for "localhost". Machines without IPv6 do without.
                        server(vertx, handler)
                                .listen(first.actualPort(), "::1")
                                .otherwiseEmpty()
                                .map(first.actualPort()));
    }

    private static HttpServer server(Vertx vertx, Handler<HttpServerRequest> handler) {
        var options = new HttpServerOptions()
                // One protocol in, the same out; an upgrade to HTTP/2 would have other rules for headers.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxInitialLineLength(MAX_HEAD_BYTES);
        return vertx.createHttpServer(options).requestHandler(handler);
    }
}
