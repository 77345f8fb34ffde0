package com.carechain.presence.state;

import com.carechain.presence.redis.Script;
import io.vertx.redis.client.Response;
import java.util.List;

/** {@code due.lua}: whose deadline has passed. */
final class DueScript {

    /** Users per shard and call; a shard with more is asked again at once. */
    static final int BATCH = 100;

    private final Script script = Script.named("due.lua");
    private final Timings timings;
    private final ClockOffset offset;

    DueScript(Timings timings, ClockOffset offset) {
        this.timings = timings;
        this.offset = offset;
    }

    Script.Call of(int shard) {
        return script.call(
                List.of(PresenceKeys.due(shard), PresenceKeys.sweep(shard)),
                List.of(
                        Long.toString(offset.millis()),
                        Integer.toString(BATCH),
                        Long.toString(timings.outageAfter().toMillis()),
                        Long.toString(timings.outageHold().toMillis())));
    }

    static List<String> users(Response answer) {
        return answer.stream().map(Response::toString).toList();
    }
}
