package com.carechain.presence.state;

import com.carechain.presence.redis.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code change.lua}: the only writer of users' records. One call takes many users of one shard. */
final class ChangeScript {

    /** Operations and users per call: one call must not keep Redis from others for more than about a millisecond. */
    private static final int BATCH = 100;

    private static final String NO_REPLICA = "";

    private final Script script = Script.named("change.lua");
    private final Timings timings;
    private final ClockOffset offset;

    ChangeScript(Timings timings, ClockOffset offset) {
        this.timings = timings;
        this.offset = offset;
    }

    /** As many calls as it takes. Changes of one user keep their order and stay in one call. */
    List<Script.Call> changes(String replica, Collection<? extends Change> changes) {
        var shards = new TreeMap<Integer, Map<String, List<Change>>>();
        for (Change change : changes) {
            shards.computeIfAbsent(PresenceKeys.shard(change.userId()), shard -> new LinkedHashMap<>())
                    .computeIfAbsent(change.userId(), user -> new ArrayList<>(2))
                    .add(change);
        }
        var calls = new ArrayList<Script.Call>();
        shards.forEach((shard, users) -> batches(shard, replica, users, calls));
        return calls;
    }

    /** Looks at users whose deadline has passed; at most a sweep's batch of them, all of one shard. */
    Script.Call settle(int shard, Collection<String> users) {
        var batch = new Batch(shard, NO_REPLICA);
        users.forEach(user -> batch.add(user, List.of()));
        return batch.call();
    }

    private void batches(int shard, String replica, Map<String, List<Change>> users, List<Script.Call> calls) {
        var batch = new Batch(shard, replica);
        for (var user : users.entrySet()) {
            batch.add(user.getKey(), user.getValue());
            if (batch.size >= BATCH) {
                calls.add(batch.call());
                batch = new Batch(shard, replica);
            }
        }
        if (batch.size > 0) {
            calls.add(batch.call());
        }
    }

    private final class Batch {

        private final List<String> keys = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private int size;

        Batch(int shard, String replica) {
            keys.add(PresenceKeys.due(shard));
            keys.add(PresenceKeys.sweep(shard));
            if (!replica.equals(NO_REPLICA)) {
                keys.add(PresenceKeys.index(shard, replica));
            }
            arguments.addAll(List.of(
                    Long.toString(offset.millis()),
                    Long.toString(timings.lease().toMillis()),
                    Long.toString(timings.grace().toMillis()),
                    Long.toString(timings.typing().toMillis()),
                    Long.toString(timings.typingRefresh().toMillis()),
                    Long.toString(timings.retention().toMillis()),
                    Long.toString(timings.outageAfter().toMillis()),
                    Long.toString(timings.outageHold().toMillis()),
                    replica,
                    PresenceKeys.STATUS_CHANNEL,
                    PresenceKeys.TYPING_CHANNEL));
        }

        void add(String user, List<Change> changes) {
            keys.add(PresenceKeys.user(user));
            arguments.add(user);
            arguments.add(Integer.toString(changes.size()));
            changes.forEach(this::add);
            size += Math.max(1, changes.size());
        }

        private void add(Change change) {
            switch (change) {
                case Change.Alive(var user, var connection, var idle) ->
                    add("alive", connection, idle == null ? "keep" : mark(idle));
                case Change.Closed(var user, var connection) -> add("closed", connection, "-");
                case Change.Activity(var user, var connection, var idle) -> add("activity", connection, mark(idle));
                case Change.Typing(var user, var room, var isTyping) -> add("typing", room, isTyping ? "on" : "off");
            }
        }

        private void add(String kind, String subject, String flag) {
            arguments.add(kind);
            arguments.add(subject);
            arguments.add(flag);
        }

        private static String mark(boolean idle) {
            return idle ? "idle" : "active";
        }

        Script.Call call() {
            return script.call(keys, arguments);
        }
    }
}
