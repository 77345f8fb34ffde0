package com.carechain.bench.socket;

import com.carechain.bench.stack.NotMeasurable;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The one thread on which all load is made and measured. */
public final class Loop implements AutoCloseable {

    /** A server that accepts nothing must not keep a run from ending. */
    private static final int CONNECT_MILLIS = 10_000;

    private static final int MOST_SOCKETS = 20_000;
    private static final int LONGEST_FRAME = 1 << 20;

    private final Vertx vertx;
    private final Context context;
    private final WebSocketClient sockets;

    public Loop() {
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setPreferNativeTransport(true));
        context = vertx.getOrCreateContext();
        sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxConnections(MOST_SOCKETS)
                .setMaxFrameSize(LONGEST_FRAME)
                .setMaxMessageSize(LONGEST_FRAME));
    }

    public Vertx vertx() {
        return vertx;
    }

    WebSocketClient sockets() {
        return sockets;
    }

    /** Its timers are as fine as the system's, Vert.x's own are of milliseconds. */
    EventExecutor executor() {
        return ((ContextInternal) context).nettyEventLoop();
    }

    /** Runs it there and waits for what it promises. @throws NotMeasurable when that fails or takes too long */
    public <T> T await(String what, Duration limit, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                work.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        try {
            return promise.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotMeasurable(what + " failed: " + e.getCause());
        } catch (TimeoutException e) {
            throw new NotMeasurable(what + " took longer than " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasurable(what + " was interrupted");
        }
    }

    /** Runs it there and waits until it is done. */
    public <T> T get(Supplier<T> work) {
        return await("a step of the generator", Duration.ofSeconds(30), () -> Future.succeededFuture(work.get()));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
    }
}
