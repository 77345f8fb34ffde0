package com.carechain.local.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A tiny HTTP server that stands where a service stands, and says what reached it. */
final class Upstream implements AutoCloseable {

    static final long FLOOD = 60_000_000;

    /** The name of one that takes no new sockets. */
    static final String DRAINING = "draining";

    private static final String FRAME = "x".repeat(32_000);

    private final AtomicLong flooded = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    private Upstream(String name, int port) throws Exception {
        var options = new HttpServerOptions().setWebSocketSubProtocols(List.of("carechain.v1"));
        server = vertx.createHttpServer(options)
                .webSocketHandshakeHandler(handshake -> {
                    if (handshake.path().equals("/ws/chat/missing/")) {
                        handshake.reject(404);
                    } else if (name.equals(DRAINING)) {
                        refused.incrementAndGet();
                        handshake.reject(503);
                    } else {
                        handshake.accept();
                    }
                })
                .webSocketHandler(socket -> talk(name, socket))
                .requestHandler(request -> answer(name, request))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    static Upstream start(String name) throws Exception {
        return new Upstream(name, 0);
    }

    static Upstream start(String name, int port) throws Exception {
        return new Upstream(name, port);
    }

    int port() {
        return server.actualPort();
    }

    private void talk(String name, ServerWebSocket socket) {
        // Sent at once: it must not get lost between the upgrade and the tunnel.
        socket.writeTextMessage("welcome from " + name + ", " + socket.headers().get("authorization"));
        socket.textMessageHandler(text -> {
            if (text.equals("close")) {
                socket.close((short) 4009, "reads too slowly");
            } else if (text.equals("flood")) {
                flood(socket);
            } else {
                socket.writeTextMessage("echo " + text);
            }
        });
    }

    /** Sends as long as the other side takes it. */
    private void flood(ServerWebSocket socket) {
        while (isFlooding(socket) && !socket.writeQueueFull()) {
            socket.writeTextMessage(FRAME);
            flooded.addAndGet(FRAME.length());
        }
        if (isFlooding(socket)) {
            socket.drainHandler(drained -> flood(socket));
        }
    }

    private boolean isFlooding(ServerWebSocket socket) {
        return flooded.get() < FLOOD && !socket.isClosed();
    }

    long floodedBytes() {
        return flooded.get();
    }

    long refusedUpgrades() {
        return refused.get();
    }

    private static void answer(String name, HttpServerRequest request) {
        switch (request.path()) {
            case "/api/messaging/silent" -> request.resume();
            case "/ws/chat/missing/" ->
                request.response()
                        .setStatusCode(404)
                        .putHeader("content-type", "application/problem+json")
                        .end("{\"code\":\"room_not_found\"}");
            default -> describe(name, request);
        }
    }

    private static void describe(String name, HttpServerRequest request) {
        long[] bytes = {0};
        request.handler(part -> bytes[0] += part.length());
        request.endHandler(end -> {
            var headers = new JsonObject();
            request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(new JsonObject()
                            .put("service", name)
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("body_bytes", bytes[0])
                            .put("headers", headers)
                            .encode());
        });
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
