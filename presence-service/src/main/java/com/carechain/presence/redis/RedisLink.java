package com.carechain.presence.redis;

import com.carechain.presence.ops.PresenceMetrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to Redis as pipelines and waits for the answers, within a time limit.
 *
 * <p>Once a pipeline got no answer, Redis counts as away: further calls are refused at once, so that nothing piles up on
 * a Redis that hangs, until a {@link #probe} is answered. Going away and coming back are logged once each. Requests
 * must be safe to send twice: a pipeline whose connection turned out to be dead is sent again on another one.
 */
@Singleton
public class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /**
     * Large calls go in pieces, each with its own time limit. Redis serves others within a piece as well: it reads a connection 16 kB
     * at a time, some twenty script runs.
     */
    private static final int PIECE = 32;

    private final Redis redis;
    private final Duration limit;
    private final PresenceMetrics metrics;
    private final AtomicBoolean available = new AtomicBoolean(true);
    private Future<?> probe = Future.succeededFuture();

    @Inject
    RedisLink(Redis redis, RedisConfig config, PresenceMetrics metrics) {
        this(redis, config.limit(), metrics);
    }

    public RedisLink(Redis redis, Duration limit, PresenceMetrics metrics) {
        this.redis = redis;
        this.limit = limit;
        this.metrics = metrics;
        metrics.redisAvailable(available::get);
    }

    /** Whether Redis answered when it was last asked. */
    public boolean isAvailable() {
        return available.get();
    }

    /**
     * The answers in the order of the requests. Each future is complete: failed when Redis answered with an error.
     *
     * @throws RedisAway when there was no answer to some of them
     */
    List<Future<Response>> pipeline(List<Request> requests) {
        if (!available.get()) {
            metrics.redisFailure("refused");
            throw new RedisAway(null);
        }
        var answers = new ArrayList<Future<Response>>(requests.size());
        for (int from = 0; from < requests.size(); from += PIECE) {
            answers.addAll(piece(requests.subList(from, Math.min(from + PIECE, requests.size()))));
        }
        return answers;
    }

    /**
     * Whether Redis answers. When it counts as away, asks it these requests, and counts it as back when all are answered
     * without an error; at most one such question is open at any time.
     */
    public synchronized boolean probe(List<Request> requests) {
        if (available.get()) {
            return true;
        }
        if (!probe.isComplete()) {
            return false;
        }
        var asked = send(requests);
        probe = asked;
        try {
            if (await(asked).stream().allMatch(Future::succeeded) && available.compareAndSet(false, true)) {
                LOG.info("Redis answers again.");
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("Redis is still away: %s", e);
        }
        return available.get();
    }

    private List<Future<Response>> piece(List<Request> requests) {
        try {
            var answers = await(send(requests));
            if (answers.stream().anyMatch(RedisLink::isLost)) {
                answers = await(send(requests));
            }
            var lost = answers.stream().filter(RedisLink::isLost).findFirst();
            if (lost.isPresent()) {
                throw away("connection", lost.get().cause());
            }
            return answers;
        } catch (TimeoutException e) {
            throw away("timeout", e);
        } catch (ExecutionException e) {
            throw away("connection", e.getCause());
        }
    }

    /** Sends on one connection without waiting in between, and gives it back when all is answered, however late. */
    private Future<List<Future<Response>>> send(List<Request> requests) {
        return redis.connect().compose(connection -> together(connection, requests)
                .recover(failure -> oneByOne(connection, requests))
                .eventually(() -> connection.close()));
    }

    /** With one write. Fails as a whole when one request does, or when a Redis Cluster keeps their keys on several nodes. */
    private static Future<List<Future<Response>>> together(RedisConnection connection, List<Request> requests) {
        return connection
                .batch(requests)
                .map(answers -> answers.stream().map(Future::succeededFuture).toList());
    }

    private static Future<List<Future<Response>>> oneByOne(RedisConnection connection, List<Request> requests) {
        List<Future<Response>> sent = requests.stream().map(connection::send).toList();
        return Future.join(sent).transform(settled -> Future.succeededFuture(sent));
    }

    private <T> T await(Future<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAway(e);
        }
    }

    private RedisAway away(String kind, @Nullable Throwable cause) {
        metrics.redisFailure(kind);
        if (available.compareAndSet(true, false)) {
            LOG.warnf("Redis does not answer (%s: %s). Presence is refused until it does.", kind, cause);
        }
        return new RedisAway(cause);
    }

    /** An error that Redis itself replied is an answer; everything else means that there was none. */
    private static boolean isLost(Future<Response> answer) {
        return answer.failed() && !(answer.cause() instanceof ErrorType reply && !reply.is("CONNECTION_CLOSED"));
    }
}
