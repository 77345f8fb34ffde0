package com.carechain.bridge.event;

/** What one Kafka record turned out to be. Reading the same record again gives the same answer. */
public sealed interface Reading {

    /** An event to be delivered. */
    record Understood(ApplicationEvent event) implements Reading {}

    /** A valid CloudEvent of a type this service does not handle: nothing to do. */
    record Skipped(String type) implements Reading {}

    /**
     * Nothing that can ever be delivered: it belongs on the dead letter topic.
     *
     * @param reason one sentence for the people of the job platform; names fields, never their contents
     */
    record Poison(PoisonKind kind, String reason) implements Reading {}
}
