package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * Passes requests and answers on as they come, without keeping their bodies: a slow reader slows the writer down. Only
 * headers that concern one connection are changed.
 */
final class HttpForwarder implements Handler<HttpServerRequest> {

    /** The slowest upload that is waited for. */
    private static final long BYTES_PER_SECOND = 64 * 1024;
    /** For an upload that does not say its length. */
    private static final long UNKNOWN_LENGTH = 64L * 1024 * 1024;

    private final HttpClient client;
    private final Replicas replicas;
    private final Duration patience;

    /** {@code patience}: how long a service may be silent, beyond the time the request's body takes to arrive. */
    HttpForwarder(HttpClient client, Replicas replicas, Duration patience) {
        this.client = client;
        this.replicas = replicas;
        this.patience = patience;
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        replicas.connect(client, request.method(), request.uri())
                .compose(upstream -> send(request, upstream))
                .onFailure(failure -> {
                    Problems.of(failure).answer(request);
                })
                .onSuccess(answer -> passOn(answer, request));
    }

    private Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest upstream) {
        MultiMap headers = ConnectionHeaders.forService(request);
        boolean chunked = request.getHeader("transfer-encoding") != null;
        long length = length(request);
        upstream.headers().addAll(headers);
        upstream.idleTimeout(patience.plus(uploadTime(chunked, length)).toMillis());
        // Whoever asked is gone: the service need not go on.
        request.response().exceptionHandler(gone -> upstream.reset());
        Future<HttpClientResponse> answer = upstream.response();
        if (chunked || length > 0) {
            upstream.setChunked(chunked);
            request.pipe().endOnFailure(false).to(upstream).onFailure(broken -> upstream.reset());
        } else {
            request.resume();
            upstream.end();
        }
        return answer;
    }

    private static void passOn(HttpClientResponse answer, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        response.headers().addAll(ConnectionHeaders.forClient(answer));
        if (hasNoBody(answer, request)) {
            response.end();
            return;
        }
        response.setChunked(answer.getHeader("content-length") == null);
        // Half an answer must not look like a whole one.
        answer.pipe().endOnFailure(false).to(response).onFailure(broken -> request.connection()
                .close());
    }

    private static boolean hasNoBody(HttpClientResponse answer, HttpServerRequest request) {
        return request.method().equals(HttpMethod.HEAD) || answer.statusCode() == 204 || answer.statusCode() == 304;
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private static Duration uploadTime(boolean chunked, long length) {
        return Duration.ofSeconds((chunked ? UNKNOWN_LENGTH : length) / BYTES_PER_SECOND);
    }
}
