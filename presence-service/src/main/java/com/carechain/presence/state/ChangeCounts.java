package com.carechain.presence.state;

import com.carechain.presence.ops.PresenceMetrics;
import io.vertx.redis.client.Response;

/** What one run of {@code change.lua} did, in the order in which it answers. */
record ChangeCounts(
        int online,
        int away,
        int offline,
        int typingStarted,
        int typingEnded,
        int made,
        int renewed,
        int closed,
        int lapsed) {

    static ChangeCounts of(Response answer) {
        return new ChangeCounts(
                answer.get(0).toInteger(),
                answer.get(1).toInteger(),
                answer.get(2).toInteger(),
                answer.get(3).toInteger(),
                answer.get(4).toInteger(),
                answer.get(5).toInteger(),
                answer.get(6).toInteger(),
                answer.get(7).toInteger(),
                answer.get(8).toInteger());
    }

    void count(PresenceMetrics metrics) {
        metrics.transitions("online", online);
        metrics.transitions("away", away);
        metrics.transitions("offline", offline);
        metrics.transitions("typing", typingStarted);
        metrics.transitions("not_typing", typingEnded);
        metrics.announcements("status", (long) online + away + offline);
        metrics.announcements("typing", (long) typingStarted + typingEnded);
        metrics.leases("made", made);
        metrics.leases("renewed", renewed);
        metrics.leases("closed", closed);
        metrics.leases("lapsed", lapsed);
    }
}
