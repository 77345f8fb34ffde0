package com.carechain.bridge.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Counts what happens to records. Tags come from closed sets, never from the content of an event. */
public final class BridgeMetrics {
    private static final String PREFIX = "carechain.bridge.";

    private static final Duration[] TIME_TO_ROOM_BUCKETS = LongStream.of(
                    10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final MultiGauge lag;
    private final Counter skipped;
    private final DistributionSummary batchSize;
    private final Timer timeToRoom;

    public BridgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("carechain.heap.max", Runtime.getRuntime()::maxMemory)
                .baseUnit("bytes")
                .description("What the heap may grow to")
                .register(registry);
        lag = MultiGauge.builder(PREFIX + "lag.records")
                .description("Records of a partition that are not finished yet")
                .register(registry);
        skipped = Counter.builder(PREFIX + "skipped")
                .description("Records of an event type this service does not handle")
                .register(registry);
        batchSize = DistributionSummary.builder(PREFIX + "batch.events")
                .description("Events in one call to chat-service")
                .register(registry);
        timeToRoom = Timer.builder(PREFIX + "time.to.room")
                .description("From the record's timestamp until chat-service has stored its effect")
                .serviceLevelObjectives(TIME_TO_ROOM_BUCKETS)
                .register(registry);
        // All from the start, so that the first of its kind is seen as a rise.
        List.of("applied", "duplicate", "late")
                .forEach(outcome -> registry.counter(PREFIX + "processed", "outcome", outcome));
        List.of("chat-service", "dlq").forEach(target -> registry.counter(PREFIX + "retried", "target", target));
        List.of("verdicts", "refused", "failing", "unreachable")
                .forEach(result -> registry.timer(PREFIX + "call", "result", result));
        registry.counter(PREFIX + "replayed");
        registry.counter(PREFIX + "rebalances");
    }

    /** The reasons for which records may be parked. */
    public void reasons(Stream<String> reasons) {
        reasons.forEach(reason -> registry.counter(PREFIX + "parked", "reason", reason));
    }

    /** @param outcome applied, duplicate or late */
    public void processed(String outcome) {
        registry.counter(PREFIX + "processed", "outcome", outcome).increment();
    }

    public void skipped() {
        skipped.increment();
    }

    public void parked(String reason) {
        registry.counter(PREFIX + "parked", "reason", reason).increment();
    }

    /** @param target chat-service or dlq */
    public void retried(String target, int records) {
        registry.counter(PREFIX + "retried", "target", target).increment(records);
    }

    public void replayed(int records) {
        registry.counter(PREFIX + "replayed").increment(records);
    }

    public void rebalanced() {
        registry.counter(PREFIX + "rebalances").increment();
    }

    /** @param result verdicts, refused, failing or unreachable */
    public void called(String result, int events, Duration took) {
        batchSize.record(events);
        registry.timer(PREFIX + "call", "result", result).record(took);
    }

    public void timeToRoom(Duration took) {
        timeToRoom.record(took.isNegative() ? Duration.ZERO : took);
    }

    public void lag(Map<TopicPartition, Long> byPartition) {
        List<MultiGauge.Row<?>> rows = byPartition.entrySet().stream()
                .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                        Tags.of(
                                "topic",
                                entry.getKey().topic(),
                                "partition",
                                Integer.toString(entry.getKey().partition())),
                        entry.getValue()))
                .toList();
        lag.register(rows, true);
    }

    public void inFlight(Supplier<Number> records, Supplier<Number> bytes) {
        Gauge.builder(PREFIX + "in.flight.records", records)
                .description("Records read and not finished")
                .register(registry);
        Gauge.builder(PREFIX + "in.flight.bytes", bytes)
                .description("Bytes of the records read and not finished")
                .register(registry);
    }
}
