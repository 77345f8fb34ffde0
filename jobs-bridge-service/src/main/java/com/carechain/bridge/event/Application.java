package com.carechain.bridge.event;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * Which application an event is about, and between whom.
 *
 * @param id also the key of the Kafka record: events of one id are delivered in order
 * @param version rises with every event of one application, 0 to 2^53
 * @param employer never the same id as the candidate
 */
public record Application(String id, long version, Instant occurredAt, Job job, Person candidate, Person employer) {

    @RegisterForReflection
    public record Job(String id, String title) {}

    @RegisterForReflection
    public record Person(String id, String name) {}
}
