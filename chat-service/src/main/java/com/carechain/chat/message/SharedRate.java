package com.carechain.chat.message;

import com.carechain.chat.ops.ScriptResource;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;

/** A user's bucket over all replicas, in Redis; runs {@code lua/take-message.lua}. */
@ApplicationScoped
class SharedRate {
    private static final String KEY = "chat:rate:";
    private static final String SCRIPT = ScriptResource.read("lua/take-message.lua");
    private final Redis redis;

    SharedRate(Redis redis) {
        this.redis = redis;
    }

    /** Milliseconds until the bucket is full again, one message taken. Fails when Redis does. */
    Future<Long> take(String userId, long intervalMillis) {
        return redis.send(Request.cmd(Command.EVAL)
                        .arg(SCRIPT)
                        .arg(1)
                        .arg(KEY + userId)
                        .arg(intervalMillis))
                .map(answer -> answer.toLong());
    }
}
