package com.carechain.presence.state;

import com.carechain.presence.redis.Script;
import io.vertx.redis.client.Response;
import java.util.List;

/** {@code unlisted.lua}: which connections of a chat replica its heartbeat no longer lists. */
final class UnlistedScript {

    /** Per shard and heartbeat; a replica that lost more at once has the rest released by the next heartbeat. */
    private static final int BATCH = 1000;

    private final Script script = Script.named("unlisted.lua");
    private final Timings timings;
    private final ClockOffset offset;

    UnlistedScript(Timings timings, ClockOffset offset) {
        this.timings = timings;
        this.offset = offset;
    }

    Script.Call of(int shard, String replica) {
        return script.call(
                List.of(PresenceKeys.index(shard, replica)),
                List.of(
                        Long.toString(offset.millis()),
                        Long.toString(timings.unlistedAfter().toMillis()),
                        Integer.toString(BATCH)));
    }

    static List<Change.Closed> closed(Response answer) {
        return answer.stream().map(entry -> closed(entry.toString())).toList();
    }

    private static Change.Closed closed(String entry) {
        int space = entry.indexOf(' ');
        return new Change.Closed(entry.substring(0, space), entry.substring(space + 1));
    }
}
