package com.carechain.local.gateway;

import com.carechain.local.identity.IdentityApi;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.publish.DevEvents;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server in front of everything. It listens on the loopback addresses only, because of {@code /dev}. */
public final class Gateway implements AutoCloseable {

    private static final int LIMIT_SECONDS = 10;

    private final Vertx vertx;
    private final int port;
    private final AutoCloseable with;

    private Gateway(Vertx vertx, int port, AutoCloseable with) {
        this.vertx = vertx;
        this.port = port;
        this.with = with;
    }

    /**
     * Where it listens and what is behind it.
     *
     * @param chatPorts of the replicas, on the loopback address; at least one
     * @param bridgePort only its documents are asked for
     * @param patience how long a service may be silent before the answer is 504
     * @param kafka where {@code /dev/events} go
     */
    public record Settings(
            int port,
            List<Integer> chatPorts,
            List<Integer> presencePorts,
            int bridgePort,
            Duration patience,
            String kafka) {}

    /** Port 0 for a free one. */
    public static Gateway start(Settings settings, TokenIssuer issuer) {
        Vertx vertx = Web.vertx();
        HttpClient client = Web.client(vertx);
        var chatReplicas = new Replicas(settings.chatPorts());
        var chat = new HttpForwarder(client, chatReplicas, settings.patience());
        var sockets = new SocketTunnel(vertx, Web.client(vertx), chatReplicas, settings.patience());
        var presenceReplicas = new Replicas(settings.presencePorts());
        var presence = new HttpForwarder(client, presenceReplicas, settings.patience());
        var bridge = new Replicas(List.of(settings.bridgePort()));
        var events = new DevEvents(settings.kafka());
        var dev = new DevHandler(vertx, new IdentityApi(issuer, events));
        var docs = new DocsHandler(vertx, client, settings.patience(), chatReplicas, presenceReplicas, bridge);
        return listen(vertx, settings.port(), events, request -> {
            switch (Route.of(request.method(), request.uri())) {
                case CHAT -> chat.handle(request);
                case CHAT_SOCKET -> (SocketTunnel.isUpgrade(request) ? sockets : chat).handle(request);
                case PRESENCE -> presence.handle(request);
                case DEV -> (DocsHandler.isFor(request) ? docs : dev).handle(request);
                case NOWHERE -> Problems.NOT_FOUND.answer(request);
            }
        });
    }

    /**
     * One address for several replicas of a service, for the other services: what a Service is in Kubernetes. It
     * forwards every path, so its port (always a free one) is told to nobody else.
     */
    public static Gateway inFrontOf(List<Integer> ports, Duration patience) {
        Vertx vertx = Web.vertx();
        return listen(vertx, 0, () -> {}, new HttpForwarder(Web.client(vertx), new Replicas(ports), patience));
    }

    private static Gateway listen(Vertx vertx, int port, AutoCloseable with, Handler<HttpServerRequest> handler) {
        try {
            int actual = Web.listen(vertx, port, handler)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new Gateway(vertx, actual, with);
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("The gateway cannot listen on port " + port + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            vertx.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting the gateway", e);
        }
    }

    public int port() {
        return port;
    }

    /** Like {@code http://localhost:8080}, without a slash at the end. */
    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public void close() {
        try (with) {
            vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The process ends anyway.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("The gateway cannot be closed", e);
        }
    }
}
