package com.carechain.chat.fanout;

import com.carechain.chat.ops.ChatConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Whether this replica is alone: then nothing needs to be told to others. Known by the number of listeners on a common channel, looked
 * at every second, and at once when a new replica says hello; it says so before its first socket can be opened.
 *
 * <p>While replicas are few, each hears a channel of every other one, on which that says what its commits have stored. Whoever hears a hello
 * hears its sender from then on, and says hello to it.
 */
@Singleton
public class Replicas {
    /** All replicas are listeners; a hello is the id of who says it. */
    static final String CHANNEL = "chat:replicas";
    /** With its id: what a replica says to all others. */
    static final String EVENTS = "chat:events:";
    /** What goes to all of them costs each of them something, wanted or not; beyond this the rooms' own channels are cheaper. */
    private static final int FEW = 4;
    /** As many are heard, the latest that said hello; nobody says goodbye. */
    static final int HEARD = 4 * FEW;

    private final Redis redis;
    private final RedisSubscription subscription;
    private final Vertx vertx;
    private final long lookMillis;
    private final UUID self = UUID.randomUUID();
    private final SequencedSet<UUID> heard = new LinkedHashSet<>();
    private volatile int count;
    /** Listeners of this replica's own channel. */
    private volatile int listeners;

    Replicas(Redis redis, RedisSubscription subscription, Vertx vertx, ChatConfig config) {
        this.redis = redis;
        this.subscription = subscription;
        this.vertx = vertx;
        this.lookMillis = config.fanout().peers().toMillis();
    }

    /** @param events gets what another replica says to all, on an event loop; must not block */
    void join(Consumer<String> events) {
        subscription.on(CHANNEL, hello -> {
            look();
            if (hear(UUID.fromString(hello), events) && count <= FEW) sayHello();
        });
        subscription.onConnect(this::sayHello);
        vertx.setPeriodic(lookMillis, t -> {
            if (count <= FEW && listeners < count - 1) sayHello();
            look();
        });
    }

    public boolean areOthers() {
        return count > 1;
    }

    /** Whether each of them hears {@link #channel}, and they are not too many for it. */
    boolean areFew() {
        int all = count;
        return all <= FEW && listeners == all - 1;
    }

    /** What this replica says to all others goes there; it does not hear it itself. */
    String channel() {
        return EVENTS + self;
    }

    /** False: it is this replica itself, or heard already. */
    private synchronized boolean hear(UUID replica, Consumer<String> events) {
        if (replica.equals(self) || !heard.add(replica)) return false;
        subscription.on(EVENTS + replica, events);
        if (heard.size() > HEARD) subscription.off(EVENTS + heard.removeFirst());
        return true;
    }

    private void sayHello() {
        redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(self.toString()));
    }

    private void look() {
        redis.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(CHANNEL).arg(channel()))
                .onSuccess(answer -> {
                    count = answer.get(1).toInteger();
                    listeners = answer.get(3).toInteger();
                });
    }
}
