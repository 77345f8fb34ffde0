package com.carechain.bridge.deadletter;

import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letter topic from where the last replay ended up to what was there when this one began. Partitions are
 * assigned by hand: joining a group would take seconds, and its rebalances mean nothing for one short call.
 */
final class DeadLetterReader implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(200);

    private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
    private final Duration limit;
    private final long deadline;
    private final int sourcePartitions;
    private final Map<TopicPartition, Long> end;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    /** Read from Kafka, not yet asked for. */
    private final List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> buffered = new ArrayList<>();

    /** @param deadline in nanoTime, for everything this reader does */
    DeadLetterReader(BridgeSettings settings, KafkaClients kafka, long deadline) {
        this.deadline = deadline;
        this.limit = settings.intake().kafkaTimeout();
        consumer = new KafkaConsumer<>(kafka.replayConsumer());
        try {
            sourcePartitions = partitions(settings.topic()).size();
            Set<TopicPartition> assigned = partitions(settings.deadLetterTopic());
            consumer.assign(assigned);
            end = consumer.endOffsets(assigned, limit);
            for (TopicPartition partition : assigned) {
                next.put(partition, consumer.position(partition, limit));
            }
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    int sourcePartitions() {
        return sourcePartitions;
    }

    /** At most {@code most} further records; none when all were read or the time is over. */
    List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> next(int most) {
        while (most > 0 && buffered.isEmpty() && unread() && System.nanoTime() < deadline) {
            consumer.poll(STEP).forEach(record -> {
                if (record.offset() < end.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    buffered.add(record);
                }
            });
        }
        List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> page =
                buffered.subList(0, Math.min(Math.max(most, 0), buffered.size()));
        List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> taken = List.copyOf(page);
        page.clear();
        for (ConsumerRecord<?, ?> record : taken) {
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        return taken;
    }

    /** Everything taken so far counts as replayed from now on. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        consumer.commitSync(offsets, limit);
    }

    /** Records that were there at the beginning and have not been taken. */
    long remaining() {
        return end.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - next.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(limit));
    }

    private boolean unread() {
        return end.entrySet().stream().anyMatch(entry -> consumer.position(entry.getKey(), limit) < entry.getValue());
    }

    private Set<TopicPartition> partitions(String topic) {
        Set<TopicPartition> partitions = consumer.partitionsFor(topic, limit).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic " + topic + " does not exist");
        }
        return partitions;
    }
}
