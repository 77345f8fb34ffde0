package com.carechain.chat.message;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast a user may send: a token bucket per user over all sockets and REST of this replica. Held as the time at which the bucket
 * is full again (the generic cell rate algorithm), so a user costs one number and nothing ticks.
 */
@ApplicationScoped
public class SendRate {
    private final InstantSource clock;
    private final long intervalMillis;
    private final long burstMillis;
    private final Map<String, Long> fullAt = new ConcurrentHashMap<>();

    SendRate(ChatConfig config, InstantSource clock) {
        this.clock = clock;
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
    }

    @Scheduled(every = "60s")
    void forget() {
        long now = clock.millis();
        fullAt.values().removeIf(full -> full < now);
    }
}
