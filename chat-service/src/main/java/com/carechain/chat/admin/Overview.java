package com.carechain.chat.admin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How everything fares, at a glance.
 *
 * @param sockets           open ones, over all replicas that are alive
 * @param presenceReachable whether presence-service has answered just now
 */
@Schema(name = "Overview")
@RegisterForReflection
record Overview(
        Instant at,
        List<Replica> replicas,
        int sockets,
        Rooms rooms,
        Messages messages,
        Outbox outbox,
        boolean presenceReachable) {

    /**
     * A replica of this service, as it last said.
     *
     * @param isAlive   it has said so within three rounds; one that says nothing is shown for an hour
     * @param rooms     that somebody there follows
     * @param laneDepth messages that wait for a commit
     */
    @Schema(name = "Replica")
    @RegisterForReflection
    record Replica(
            UUID id,
            String name,
            Instant startedAt,
            Instant seenAt,
            boolean isAlive,
            int sockets,
            int rooms,
            int laneDepth) {}

    @Schema(name = "OverviewRooms")
    @RegisterForReflection
    record Rooms(long active, long closed) {}

    /**
     * @param total  ever stored, tombstones too
     * @param byHour the last 24 hours, the current one last; what a replica had not reported when it was killed is missing
     */
    @Schema(name = "OverviewMessages")
    @RegisterForReflection
    record Messages(long total, List<Hour> byHour) {}

    @Schema(name = "OverviewHour")
    @RegisterForReflection
    record Hour(Instant hour, long messages) {}

    /**
     * Events that Kafka has not taken yet.
     *
     * @param waiting       counted up to 10,000
     * @param oldestSeconds age of the oldest
     */
    @Schema(name = "OverviewOutbox")
    @RegisterForReflection
    record Outbox(long waiting, double oldestSeconds) {}
}
