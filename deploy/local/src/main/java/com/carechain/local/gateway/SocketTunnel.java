package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Passes a WebSocket through: the upgrade with all its headers, then bytes in both directions. A side that reads slowly
 * slows the other down, nothing piles up here. A refused upgrade is passed on with its body, but for one that is refused
 * because the replica is on its way out or overwhelmed (503): another replica is asked first. An upgrade brings nothing that
 * could happen twice.
 */
final class SocketTunnel implements Handler<HttpServerRequest> {

    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final HttpClient client;
    private final Replicas replicas;
    private final Duration patience;

    SocketTunnel(Vertx vertx, HttpClient client, Replicas replicas, Duration patience) {
        this.vertx = vertx;
        this.client = client;
        this.replicas = replicas;
        this.patience = patience;
    }

    static boolean isUpgrade(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) && "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        Replicas.Round round = replicas.round();
        ask(request, round)
                .compose(answer -> answer.statusCode() == UNAVAILABLE && !round.isOver()
                        ? askAnother(request, round, answer)
                        : Future.succeededFuture(answer))
                .compose(answer -> answer.statusCode() == 101 ? join(request, answer) : refuse(request, answer))
                .onFailure(failure -> {
                    Problems.of(failure).answer(request);
                });
    }

    private Future<HttpClientResponse> ask(HttpServerRequest request, Replicas.Round round) {
        return round.connect(client, HttpMethod.GET, request.uri()).compose(upstream -> upgrade(request, upstream));
    }

    /** Once only; the first refusal is the answer when nobody else can be asked. */
    private Future<HttpClientResponse> askAnother(
            HttpServerRequest request, Replicas.Round round, HttpClientResponse refusal) {
        // Read now, so that it is still there when it turns out to be needed.
        return refusal.body().compose(read -> ask(request, round)).recover(failure -> Future.succeededFuture(refusal));
    }

    private Future<HttpClientResponse> upgrade(HttpServerRequest request, HttpClientRequest upstream) {
        upstream.headers()
                .addAll(ConnectionHeaders.forService(request))
                .set("connection", "Upgrade")
                .set("upgrade", "websocket");
        request.response().exceptionHandler(gone -> upstream.reset());
        long timer = vertx.setTimer(
                patience.toMillis(), expired -> upstream.reset(0, new TimeoutException("No answer to the upgrade")));
        return upstream.connect().onComplete(answered -> vertx.cancelTimer(timer));
    }

    private static Future<Void> join(HttpServerRequest request, HttpClientResponse answer) {
        NetSocket service = answer.netSocket();
        service.pause();
        request.response().setStatusCode(101).headers().addAll(answer.headers());
        return request.toNetSocket()
                .onFailure(gone -> service.close())
                .onSuccess(browser -> {
                    // Each pipe closes its target when its source has ended and all is delivered. A browser that is
                    // gone cannot be delivered to, so the service need not wait for that.
                    browser.closeHandler(gone -> service.close());
                    service.pipeTo(browser);
                    browser.pipeTo(service);
                })
                .mapEmpty();
    }

    private static Future<Void> refuse(HttpServerRequest request, HttpClientResponse answer) {
        return answer.body().compose(body -> {
            request.resume();
            request.response().setStatusCode(answer.statusCode()).headers().setAll(ConnectionHeaders.forClient(answer));
            return request.response().end(body);
        });
    }
}
