package com.carechain.chat.fanout;

import com.carechain.chat.ops.ChatConfig;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Whether this replica is alone: then nothing needs to be told to others. Known by the number of listeners on a common channel, looked
 * at every second, and at once when a new replica says hello; it says so before its first socket can be opened.
 */
@Singleton
public class Replicas {
    static final String CHANNEL = "chat:replicas";
    /** What goes to all of them costs each of them something, wanted or not; beyond this the rooms' own channels are cheaper. */
    private static final int FEW = 4;

    private final Redis redis;
    private final RedisSubscription subscription;
    private final Vertx vertx;
    private final long lookMillis;
    private volatile boolean others;
    private volatile boolean few;

    Replicas(Redis redis, RedisSubscription subscription, Vertx vertx, ChatConfig config) {
        this.redis = redis;
        this.subscription = subscription;
        this.vertx = vertx;
        this.lookMillis = config.fanout().peers().toMillis();
    }

    void start(@Observes StartupEvent event) {
        subscription.on(CHANNEL, hello -> look());
        subscription.onConnect(
                () -> redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg("hello")));
        vertx.setPeriodic(lookMillis, t -> look());
    }

    public boolean areOthers() {
        return others;
    }

    /** Whether all of them hear {@link RedisHints#ALL}, which a replica of an earlier version does not, and are not too many for it. */
    boolean areFew() {
        return few;
    }

    private void look() {
        redis.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(CHANNEL).arg(RedisHints.ALL))
                .onSuccess(answer -> {
                    int replicas = answer.get(1).toInteger();
                    few = replicas <= FEW && answer.get(3).toInteger() == replicas;
                    others = replicas > 1;
                });
    }
}
