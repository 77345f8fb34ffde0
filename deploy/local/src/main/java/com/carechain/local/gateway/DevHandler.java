package com.carechain.local.gateway;

import com.carechain.local.identity.IdentityApi;
import com.carechain.local.identity.IdentityApi.Request;
import com.carechain.local.identity.IdentityApi.Response;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code /dev}: tokens and events of the job platform, for trying things out. */
final class DevHandler implements Handler<HttpServerRequest> {

    private final Vertx vertx;
    private final IdentityApi api;

    DevHandler(Vertx vertx, IdentityApi api) {
        this.vertx = vertx;
        this.api = api;
    }

    @Override
    public void handle(HttpServerRequest request) {
        var body = Buffer.buffer();
        String path = withoutSlash(Objects.requireNonNullElse(request.path(), ""));
        int most = api.maxBodyBytes(path);
        request.handler(part -> {
            if (body.length() + part.length() > most) {
                Problems.BODY_TOO_LARGE.answer(request);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                answer(request, path, body);
            }
        });
    }

    private void answer(HttpServerRequest request, String path, Buffer body) {
        var asked = new Request(
                request.method().name(),
                path,
                request.getHeader("authorization"),
                request.getHeader("content-type"),
                body.toString(StandardCharsets.UTF_8));
        // Signing takes a millisecond or more, Kafka longer: not on the event loop.
        vertx.executeBlocking(() -> api.answer(asked), false)
                .onSuccess(answer -> send(request, answer))
                .onFailure(failure -> Problems.BAD_GATEWAY.answer(request));
    }

    private static void send(HttpServerRequest request, Response answer) {
        request.response().setStatusCode(answer.status());
        request.response().headers().addAll(answer.headers());
        request.response().end(answer.body());
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
