package com.carechain.presence.state;

import com.carechain.local.server.RedisServer;
import com.carechain.presence.ops.PresenceMetrics;
import com.carechain.presence.redis.RedisLink;
import com.carechain.presence.redis.RedisScripts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real Redis, presence replicas that share nothing but it, and a clock that stands still until a test moves it,
 * however busy the machine is: what has passed on Redis's own clock is taken back by the offset.
 */
public final class World implements AutoCloseable {

    /** What the service has by default. */
    public static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            Duration.ofSeconds(6),
            Duration.ofSeconds(1),
            Duration.ofDays(90),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    /** Shorter than the time without a sweep that counts as an outage. */
    private static final Duration STEP = Duration.ofMillis(900);

    public final Vertx vertx = Vertx.vertx();
    private final Path dir;
    private final AtomicLong now = new AtomicLong(System.currentTimeMillis());
    private final List<Replica> replicas = new ArrayList<>();
    private RedisServer redis;
    private Redis client;
    private Announcements announcements;

    public World(Path dir, int replicaCount) {
        // Not the service's 250 ms: a busy machine that builds and tests is no outage.
        this(dir, replicaCount, Duration.ofSeconds(3));
    }

    public World(Path dir, int replicaCount, Duration limit) {
        this.dir = dir;
        this.redis = RedisServer.start(dir, 0);
        this.client = Redis.createClient(vertx, redis.url());
        this.announcements = new Announcements(vertx, redis.url());
        for (int i = 0; i < replicaCount; i++) {
            replicas.add(new Replica(limit));
        }
        // Nobody has swept before, which counts as an outage: let its hold pass.
        pass(TIMINGS.outageHold().plusSeconds(1));
    }

    /** One presence replica. */
    public final class Replica {
        public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        public final RedisLink link;
        public final PresenceStore store;

        private Replica(Duration limit) {
            var metrics = new PresenceMetrics(meters);
            var options = new RedisOptions()
                    .setConnectionString(redis.url())
                    .setMaxPoolSize(8)
                    .setMaxPoolWaiting(1000);
            options.getNetClientOptions().setIdleTimeout(5);
            link = new RedisLink(Redis.createClient(vertx, options), limit, metrics);
            store = new PresenceStore(new RedisScripts(link, metrics), TIMINGS, clock(), metrics);
        }
    }

    public Replica replica(int number) {
        return replicas.get(number);
    }

    public PresenceStore store() {
        return replicas.getFirst().store;
    }

    public ClockOffset clock() {
        return () -> now.get() - System.currentTimeMillis();
    }

    public Announcements announcements() {
        return announcements;
    }

    /** Lets time pass while all replicas sweep, as they do in life. */
    public void pass(Duration time) {
        pass(time, replicas.toArray(Replica[]::new));
    }

    /** Lets time pass while only these replicas sweep. */
    public void pass(Duration time, Replica... sweeping) {
        Duration left = time;
        while (left.isPositive()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            jump(step);
            for (Replica replica : sweeping) {
                replica.store.sweep();
            }
            left = left.minus(step);
        }
    }

    /** Lets time pass while nobody sweeps. */
    public void jump(Duration time) {
        now.addAndGet(time.toMillis());
    }

    public Response redis(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(argument.toString());
        }
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }

    public RedisServer server() {
        return redis;
    }

    public void stopRedis() {
        redis.close();
    }

    /** On the same port, with what it had on disk. */
    public void startRedis() {
        redis = RedisServer.start(dir, redis.port());
        client.close();
        client = Redis.createClient(vertx, redis.url());
        announcements = new Announcements(vertx, redis.url());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }
}
