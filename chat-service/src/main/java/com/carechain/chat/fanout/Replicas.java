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
    private final Redis redis;
    private final RedisSubscription subscription;
    private final Vertx vertx;
    private final long lookMillis;
    private volatile boolean others;

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

    private void look() {
        redis.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(CHANNEL))
                .onSuccess(answer -> others = answer.get(1).toInteger() > 1);
    }
}
