package com.carechain.presence.state;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Every key and channel of presence-service in Redis; no other service touches the keys.
 *
 * <p>Users are spread over a fixed number of shards and the shard is the hash tag, so a user's record, the deadlines and
 * the index of connections that a script changes together always live on one node of a Redis Cluster.
 */
final class PresenceKeys {

    /**
     * A changed number would lose all records, so it is no setting. Sixteen spread over a handful of nodes, which is more
     * than presence needs (one core of Redis for a million people), and each script run serves several users: almost half
     * of what Redis does for one alone is the run itself.
     */
    static final int SHARDS = 16;

    static final String STATUS_CHANNEL = "presence:status";
    static final String TYPING_CHANNEL = "presence:typing";

    private PresenceKeys() {}

    static int shard(String userId) {
        var crc = new CRC32();
        crc.update(userId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SHARDS);
    }

    /** Sorted set: user → the time at which the user must be looked at again (ms). */
    static String due(int shard) {
        return tag(shard) + "due";
    }

    /** Hash: {@code at}, when the shard was last swept; {@code hold_until}, until when its leases do not lapse (ms). */
    static String sweep(int shard) {
        return tag(shard) + "sweep";
    }

    /** Sorted set: "user connection" of one chat replica → when its lease was last renewed (ms). Expires by itself. */
    static String index(int shard, String replica) {
        return tag(shard) + "replica:" + replica;
    }

    /** Hash: one user's record, see {@code change.lua}. Expires when the user has been offline for the retention time. */
    static String user(String userId) {
        return tag(shard(userId)) + "user:" + userId;
    }

    private static String tag(int shard) {
        return "presence:{" + shard + "}:";
    }
}
