package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What a service publishes about itself, asked of it each time it is wanted: it is always the one of what runs. */
final class ServiceDocument {

    private final HttpClient client;
    private final Replicas replicas;
    private final Duration patience;
    private final String uri;
    private final String type;
    private final UnaryOperator<Buffer> forReaders;

    private ServiceDocument(
            HttpClient client,
            Replicas replicas,
            Duration patience,
            String uri,
            String type,
            UnaryOperator<Buffer> forReaders) {
        this.client = client;
        this.replicas = replicas;
        this.patience = patience;
        this.uri = uri;
        this.type = type;
        this.forReaders = forReaders;
    }

    static ServiceDocument openApi(HttpClient client, Replicas replicas, Duration patience) {
        return new ServiceDocument(
                client,
                replicas,
                patience,
                "/q/openapi?format=json",
                "application/json",
                ServiceDocument::behindTheGateway);
    }

    /** In the format the service has it in. */
    static ServiceDocument asyncApi(HttpClient client, Replicas replicas, Duration patience, String type) {
        return new ServiceDocument(client, replicas, patience, "/q/asyncapi", type, document -> document);
    }

    String type() {
        return type;
    }

    /** Fails when the service is away, too slow ({@link java.util.concurrent.TimeoutException}), or has no such document. */
    Future<Buffer> fetch() {
        return replicas.connect(client, HttpMethod.GET, uri).compose(this::ask).map(forReaders);
    }

    private Future<Buffer> ask(HttpClientRequest request) {
        return request.send()
                .compose(answer -> answer.body()
                        .compose(body -> answer.statusCode() == 200
                                ? Future.succeededFuture(body)
                                : Future.failedFuture(uri + " is answered " + answer.statusCode())))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    /** The service knows its own address only; its readers can reach it through this one. */
    private static Buffer behindTheGateway(Buffer document) {
        return new JsonObject(document)
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .toBuffer();
    }
}
