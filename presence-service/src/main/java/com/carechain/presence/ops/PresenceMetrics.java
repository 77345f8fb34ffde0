package com.carechain.presence.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Every metric of this service by name; the README has the same table. */
@Singleton
public class PresenceMetrics {

    private static final String TRANSITIONS = "carechain.presence.transitions";
    private static final String ANNOUNCEMENTS = "carechain.presence.announcements";
    private static final String LEASES = "carechain.presence.leases";
    private static final String SWEEP_CLAIMS = "carechain.presence.sweep.claims";
    private static final String SWEEP = "carechain.presence.sweep";
    private static final String HEARTBEAT = "carechain.presence.heartbeat";
    private static final String CONTACTS = "carechain.presence.contacts";
    private static final String REDIS_FAILURES = "carechain.redis.failures";
    private static final String HEAP_MAX = "carechain.heap.max";
    private static final String REDIS_AVAILABLE = "carechain.redis.available";

    private final MeterRegistry registry;

    public PresenceMetrics(MeterRegistry registry) {
        this.registry = registry;
        // All from the start, so that the first of its kind is seen as a rise.
        List.of("online", "away", "offline", "typing", "not_typing")
                .forEach(to -> registry.counter(TRANSITIONS, "to", to));
        List.of("status", "typing").forEach(channel -> registry.counter(ANNOUNCEMENTS, "channel", channel));
        List.of("made", "renewed", "closed", "lapsed").forEach(event -> registry.counter(LEASES, "event", event));
        List.of("cached", "asked", "failed").forEach(outcome -> registry.counter(CONTACTS, "outcome", outcome));
        List.of("timeout", "connection", "refused", "error")
                .forEach(kind -> registry.counter(REDIS_FAILURES, "kind", kind));
        Gauge.builder(HEAP_MAX, Runtime.getRuntime()::maxMemory)
                .baseUnit("bytes")
                .description("What the heap may grow to")
                .register(registry);
        registry.counter(SWEEP_CLAIMS);
        sweep();
        heartbeat();
    }

    /** {@code to}: online, away, offline, typing, not_typing. */
    public void transitions(String to, long count) {
        add(registry.counter(TRANSITIONS, "to", to), count);
    }

    /** {@code channel}: status, typing. */
    public void announcements(String channel, long count) {
        add(registry.counter(ANNOUNCEMENTS, "channel", channel), count);
    }

    /** {@code event}: made, renewed, closed, lapsed. */
    public void leases(String event, long count) {
        add(registry.counter(LEASES, "event", event), count);
    }

    /** Users found due by a sweep of this replica and settled by it. */
    public void sweepClaims(long count) {
        add(registry.counter(SWEEP_CLAIMS), count);
    }

    public Timer sweep() {
        return registry.timer(SWEEP);
    }

    public Timer heartbeat() {
        return registry.timer(HEARTBEAT);
    }

    /** {@code outcome}: cached, asked, failed. */
    public void contacts(String outcome) {
        registry.counter(CONTACTS, "outcome", outcome).increment();
    }

    /** {@code kind}: timeout, connection, refused (not asked, because it was known to be away), error (an error reply). */
    public void redisFailure(String kind) {
        registry.counter(REDIS_FAILURES, "kind", kind).increment();
    }

    public void redisAvailable(BooleanSupplier available) {
        // Strong, because the registry is the only one that keeps it.
        Gauge.builder(REDIS_AVAILABLE, () -> available.getAsBoolean() ? 1 : 0)
                .strongReference(true)
                .register(registry);
    }

    private static void add(Counter counter, long count) {
        if (count > 0) {
            counter.increment((double) count);
        }
    }
}
