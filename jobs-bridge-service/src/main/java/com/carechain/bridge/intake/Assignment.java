package com.carechain.bridge.intake;

import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.settings.BridgeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions this replica holds and how far each is done. Lives on the consumer's thread, as Kafka calls the listener
 * there; others may only ask for {@link #positions}.
 */
final class Assignment implements ConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(Assignment.class);

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final Lanes lanes;
    private final Load load;
    private final BridgeSettings.Intake settings;
    private final BridgeMetrics metrics;
    private final Map<TopicPartition, PartitionProgress> held = new ConcurrentHashMap<>();

    Assignment(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            Lanes lanes,
            Load load,
            BridgeSettings.Intake settings,
            BridgeMetrics metrics) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.load = load;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        metrics.rebalanced();
        partitions.forEach(partition -> held.put(partition, new PartitionProgress()));
        LOG.infof("Reading %s", held.keySet());
    }

    /** Lets what is in hand finish for a moment, then hands over with a last commit; the next owner goes on from there. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, PartitionProgress> leaving = leave(partitions);
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        try {
            for (PartitionProgress progress : leaving.values()) {
                progress.awaitIdle(deadline);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(leaving);
        if (!offsets.isEmpty()) {
            try {
                consumer.commitSync(offsets, settings.kafkaTimeout());
            } catch (KafkaException notCommitted) {
                // Delivered once more by the next owner, without a second effect.
                LOG.warnf("The last commit of %s failed: %s", leaving.keySet(), notCommitted.getMessage());
            }
        }
    }

    /** Someone else has them already: nothing to commit any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        leave(partitions);
    }

    /** After the consumer is closed: whatever it did not take back is given up. */
    void loseAll() {
        leave(List.copyOf(held.keySet()));
    }

    List<Item> register(ConsumerRecords<byte @Nullable [], byte @Nullable []> records) {
        List<Item> items = new ArrayList<>(records.count());
        records.forEach(record -> {
            PartitionProgress progress = held.get(new TopicPartition(record.topic(), record.partition()));
            if (progress != null) {
                items.add(new Item(record, progress, load));
            }
        });
        held.forEach((partition, progress) -> {
            try {
                progress.readUpTo(consumer.position(partition, Duration.ZERO));
            } catch (TimeoutException notKnownYet) {
                // Told by the next poll.
            }
        });
        return items;
    }

    /** Pauses every partition while too much is in flight, and one that ran too far ahead; resumes the others. */
    void pauseAndResume(boolean full) {
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            PartitionProgress progress = held.get(partition);
            boolean ahead = progress != null && progress.ahead() >= settings.maxAhead();
            (full || ahead ? pause : resume).add(partition);
        }
        consumer.pause(pause);
        consumer.resume(resume);
    }

    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(held);
        if (!offsets.isEmpty()) {
            Map<TopicPartition, PartitionProgress> now = Map.copyOf(held);
            consumer.commitAsync(offsets, (committed, failure) -> {
                if (failure == null) {
                    committed.forEach((partition, offset) -> committed(now.get(partition), offset.offset()));
                }
                // A failed commit is made good by the next one.
            });
        }
    }

    /** The next offset to commit per partition, as far as known. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        held.forEach(
                (partition, progress) -> progress.position().ifPresent(position -> positions.put(partition, position)));
        return positions;
    }

    private static void committed(@Nullable PartitionProgress progress, long offset) {
        if (progress != null) {
            progress.committed(offset);
        }
    }

    private Map<TopicPartition, PartitionProgress> leave(Collection<TopicPartition> partitions) {
        Map<TopicPartition, PartitionProgress> leaving = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionProgress progress = held.remove(partition);
            if (progress != null) {
                progress.leave();
                lanes.drop(progress);
                leaving.put(partition, progress);
            }
        }
        return leaving;
    }

    private static Map<TopicPartition, OffsetAndMetadata> uncommitted(Map<TopicPartition, PartitionProgress> of) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        of.forEach((partition, progress) ->
                progress.uncommitted().ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
        return offsets;
    }
}
