package com.carechain.chat.message;

import com.carechain.chat.fanout.Replicas;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast a user may send: a token bucket per user over all sockets and REST. Held as the time at which the bucket is full again
 * (the generic cell rate algorithm), so a user costs one number and nothing ticks. With several replicas each decides alone and at
 * once, and learns from Redis, without waiting, what the others let through; so a user who spreads over replicas gains a few
 * messages at most.
 */
@Singleton
public class SendRate {
    private final InstantSource clock;
    private final Replicas replicas;
    private final SharedRate shared;
    private final long intervalMillis;
    private final long burstMillis;
    private final Map<String, Long> fullAt = new ConcurrentHashMap<>();

    SendRate(ChatConfig config, InstantSource clock, Replicas replicas, SharedRate shared) {
        this.clock = clock;
        this.replicas = replicas;
        this.shared = shared;
        int perSecond = config.limits().messagesPerSecond();
        this.intervalMillis = perSecond == 0 ? 0 : Math.max(1, 1000 / perSecond);
        this.burstMillis = intervalMillis * config.limits().messagesBurst();
    }

    /** Takes one message from the user's allowance. @throws Refusal 429 with the time to wait */
    public void check(String userId) {
        if (intervalMillis == 0) return;
        long now = clock.millis();
        long[] wait = {0};
        fullAt.compute(userId, (id, before) -> {
            long full = Math.max(before == null ? now : before, now) + intervalMillis;
            if (full - now <= burstMillis) return full;
            wait[0] = full - now - burstMillis;
            return before;
        });
        if (wait[0] > 0)
            throw Refusal.retry(Code.RATE_LIMITED, "You are sending faster than allowed.", Duration.ofMillis(wait[0]));
        if (replicas.areOthers())
            shared.take(userId, intervalMillis)
                    .onSuccess(untilFull -> fullAt.merge(userId, clock.millis() + untilFull, Math::max));
    }

    @Scheduled(every = "60s")
    void forget() {
        long now = clock.millis();
        fullAt.values().removeIf(full -> full < now);
    }
}
