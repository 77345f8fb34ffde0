package com.carechain.presence.redis;

import com.carechain.presence.problem.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 503 {@code presence_unavailable}: Redis did not answer, in time or at all. What was asked may still have happened. */
public final class RedisAway extends Refusal {

    RedisAway(@Nullable Throwable cause) {
        super(503, "presence_unavailable", "Presence is not available at the moment.", cause);
    }

    @Override
    protected Duration retryAfter() {
        return Duration.ofSeconds(1);
    }
}
