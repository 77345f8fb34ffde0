package com.carechain.presence.state;

import com.carechain.presence.ops.PresenceMetrics;
import com.carechain.presence.redis.RedisAway;
import com.carechain.presence.redis.RedisScripts;
import com.carechain.presence.redis.Script;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everyone's presence. Any number of replicas may work on it at once: each change of a status or of typing is announced
 * exactly once on its Redis channel, in the same atomic step that makes it.
 *
 * <p>Every method blocks, so call it on a virtual thread, and throws {@link RedisAway} when Redis does not answer; parts
 * of the call may then have happened. Calling again is always safe.
 */
@Singleton
public class PresenceStore {

    private final RedisScripts redis;
    private final PresenceMetrics metrics;
    private final ChangeScript change;
    private final DueScript due;
    private final UnlistedScript unlisted;

    @Inject
    PresenceStore(RedisScripts redis, StateConfig config, PresenceMetrics metrics) {
        this(redis, Timings.of(config), ClockOffset.NONE, metrics);
    }

    public PresenceStore(RedisScripts redis, Timings timings, ClockOffset offset, PresenceMetrics metrics) {
        this.redis = redis;
        this.metrics = metrics;
        this.change = new ChangeScript(timings, offset);
        this.due = new DueScript(timings, offset);
        this.unlisted = new UnlistedScript(timings, offset);
    }

    /** Changes of one chat replica; those of one user happen in the order given. */
    public void apply(String replica, List<? extends Change> changes) {
        run(change.changes(replica, changes));
    }

    /** All live connections of one chat replica: makes or renews their leases and releases what is no longer listed. */
    public void heartbeat(String replica, List<Change.Alive> connections) {
        metrics.heartbeat().record(() -> {
            apply(replica, connections);
            List<Script.Call> calls =
                    shards().map(shard -> unlisted.of(shard, replica)).toList();
            apply(
                    replica,
                    redis.run(calls).stream()
                            .flatMap(answer -> UnlistedScript.closed(answer).stream())
                            .toList());
        });
    }

    /** In the order asked; a user who was never seen is offline. */
    public List<UserPresence> statuses(Collection<String> userIds) {
        List<Response> records = redis.send(userIds.stream()
                .map(user -> Request.cmd(Command.HMGET)
                        .arg(PresenceKeys.user(user))
                        .arg("status")
                        .arg("seen"))
                .toList());
        var statuses = new ArrayList<UserPresence>(records.size());
        for (String user : userIds) {
            statuses.add(presence(user, records.get(statuses.size())));
        }
        return statuses;
    }

    /** Whether Redis answers. When it did not, it counts as back only when every shard can be reached again. */
    public boolean isReachable() {
        return redis.probe(shards().map(shard -> Request.cmd(Command.EXISTS).arg(PresenceKeys.sweep(shard)))
                .toList());
    }

    /**
     * Lets time take effect: leases lapse, graces and typing end.
     *
     * @return how many users had a deadline that has passed
     */
    public int sweep() {
        int found = 0;
        List<Integer> shards = shards().toList();
        while (!shards.isEmpty()) {
            List<Response> answers = redis.run(shards.stream().map(due::of).toList());
            var calls = new ArrayList<Script.Call>();
            var full = new ArrayList<Integer>();
            for (int i = 0; i < answers.size(); i++) {
                List<String> users = DueScript.users(answers.get(i));
                found += users.size();
                if (!users.isEmpty()) {
                    calls.add(change.settle(shards.get(i), users));
                }
                if (users.size() == DueScript.BATCH) {
                    full.add(shards.get(i));
                }
            }
            run(calls);
            shards = full;
        }
        metrics.sweepClaims(found);
        return found;
    }

    private void run(List<Script.Call> calls) {
        for (Response answer : redis.run(calls)) {
            ChangeCounts.of(answer).count(metrics);
        }
    }

    private static UserPresence presence(String user, Response stored) {
        @Nullable Response status = stored.get(0);
        @Nullable Response seen = stored.get(1);
        if (status == null || seen == null) {
            return UserPresence.unknown(user);
        }
        return new UserPresence(user, Status.of(status.toString()), Instant.ofEpochMilli(seen.toLong()));
    }

    private static Stream<Integer> shards() {
        return IntStream.range(0, PresenceKeys.SHARDS).boxed();
    }
}
