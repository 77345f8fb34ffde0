package com.carechain.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The replicas of one service, used in turn. One that accepts no connection is passed over: nothing has been sent to it
 * yet, so asking the next one is safe for every kind of request. It is tried last for a moment, so that a dead machine
 * costs one waiting request and not every second one.
 */
final class Replicas {

    private static final Duration AVOIDED_FOR = Duration.ofSeconds(2);

    private final List<Replica> replicas;
    private final AtomicInteger turn = new AtomicInteger();

    /** Ports on the loopback address. */
    Replicas(List<Integer> ports) {
        this.replicas = ports.stream().map(Replica::new).toList();
    }

    Future<HttpClientRequest> connect(HttpClient client, HttpMethod method, String uri) {
        return round().connect(client, method, uri);
    }

    /** For a request that may be sent again to another replica. */
    Round round() {
        return new Round(inOrderOfTrying().iterator());
    }

    /** The replicas in the order in which one request tries them, each at most once. */
    static final class Round {
        private final Iterator<Replica> left;

        private Round(Iterator<Replica> left) {
            this.left = left;
        }

        boolean isOver() {
            return !left.hasNext();
        }

        /** To the next one that accepts a connection; not to be asked when the round is over. */
        Future<HttpClientRequest> connect(HttpClient client, HttpMethod method, String uri) {
            Replica replica = left.next();
            return replica.connect(client, method, uri).recover(failure -> {
                replica.avoid();
                return isOver() ? Future.failedFuture(new NoReplicaAnswers(failure)) : connect(client, method, uri);
            });
        }
    }

    private List<Replica> inOrderOfTrying() {
        int first = Math.floorMod(turn.getAndIncrement(), replicas.size());
        List<Replica> rotated = IntStream.range(0, replicas.size())
                .mapToObj(i -> replicas.get((first + i) % replicas.size()))
                .toList();
        return rotated.stream()
                .sorted((a, b) -> Boolean.compare(a.isAvoided(), b.isAvoided()))
                .toList();
    }

    /** No connection to any of them. */
    static final class NoReplicaAnswers extends RuntimeException {
        NoReplicaAnswers(Throwable cause) {
            super("No replica accepts connections", cause);
        }
    }

    private static final class Replica {
        private final int port;
        private volatile long avoidedUntilNanos = System.nanoTime();

        private Replica(int port) {
            this.port = port;
        }

        private Future<HttpClientRequest> connect(HttpClient client, HttpMethod method, String uri) {
            var options = new RequestOptions()
                    .setMethod(method)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI(uri);
            // Failures reach the caller by the futures; without a handler the library would log each one as an error.
            return client.request(options).map(request -> request.exceptionHandler(failure -> {}));
        }

        private void avoid() {
            avoidedUntilNanos = System.nanoTime() + AVOIDED_FOR.toNanos();
        }

        private boolean isAvoided() {
            return System.nanoTime() - avoidedUntilNanos < 0;
        }
    }
}
