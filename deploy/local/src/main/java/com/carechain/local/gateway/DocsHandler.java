package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code /dev/docs/}: the REST of all services to read and to try out, in Swagger UI. The page is ours and the documents
 * are the services', so one that is away takes nothing but its own from the reader.
 */
final class DocsHandler implements Handler<HttpServerRequest> {

    private static final String HOME = "/dev/docs/";
    /** Swagger UI sets styles in attributes and carries its icons as data; all else comes from here. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Vertx vertx;
    private final Map<String, ServiceDocument> documents;

    DocsHandler(Vertx vertx, HttpClient client, Duration patience, Replicas chat, Replicas presence, Replicas bridge) {
        this.vertx = vertx;
        this.documents = Map.of(
                "openapi/chat-service.json", ServiceDocument.openApi(client, chat, patience),
                "openapi/presence-service.json", ServiceDocument.openApi(client, presence, patience),
                "openapi/jobs-bridge-service.json", ServiceDocument.openApi(client, bridge, patience),
                "asyncapi/chat-service.yaml", ServiceDocument.asyncApi(client, chat, patience, "application/yaml"),
                "asyncapi/jobs-bridge-service.json",
                        ServiceDocument.asyncApi(client, bridge, patience, "application/json"));
    }

    static boolean isFor(HttpServerRequest request) {
        String path = path(request);
        return path.startsWith(HOME) || (path + "/").equals(HOME);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = path(request);
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("allow", "GET, HEAD");
            Problems.METHOD_NOT_ALLOWED.answer(request);
        } else if (!path.startsWith(HOME)) {
            request.response().setStatusCode(302).putHeader("location", HOME).end();
        } else {
            answer(request, path.substring(HOME.length()));
        }
    }

    /** Names are compared as they were sent: one that is spelled in another way is not on the list. */
    private void answer(HttpServerRequest request, String name) {
        ServiceDocument document = documents.get(name);
        if (document != null) {
            document.fetch()
                    .onSuccess(content -> send(request, document.type(), "no-store", content))
                    .onFailure(failure -> Problems.of(failure).answer(request));
            return;
        }
        Optional<DocsFile> file = DocsFile.named(name);
        if (file.isEmpty()) {
            Problems.NOT_FOUND.answer(request);
            return;
        }
        read(file.get())
                .onSuccess(content -> content.ifPresentOrElse(
                        bytes -> send(request, file.get().type(), file.get().caching(), bytes),
                        () -> Problems.NOT_FOUND.answer(request)))
                .onFailure(failure -> Problems.NOT_FOUND.answer(request));
    }

    private Future<Optional<Buffer>> read(DocsFile file) {
        return vertx.executeBlocking(file::read, false);
    }

    private static void send(HttpServerRequest request, String type, String caching, Buffer content) {
        HttpServerResponse response = request.response();
        response.putHeader("content-type", type)
                .putHeader("content-length", Integer.toString(content.length()))
                .putHeader("cache-control", caching)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", POLICY);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "");
    }
}
