package com.carechain.bridge.deadletter;

import com.carechain.bridge.deadletter.ReplayReport.Parked;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes parked records to the source topic again. Where it stands is committed under the replay's own group, after
 * the acknowledgements: a replay that dies is repeated, which has no second effect. Records parked while it runs wait for
 * the next one, so a record that is still bad cannot turn in circles.
 */
public final class DeadLetterReplay {
    private final BridgeSettings settings;
    private final KafkaClients kafka;
    private final BridgeMetrics metrics;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    public DeadLetterReplay(BridgeSettings settings, KafkaClients kafka, BridgeMetrics metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.metrics = metrics;
    }

    /**
     * Replays the oldest records that were not replayed yet, at most {@code limit}.
     *
     * @param dryRun only tell what would be replayed; changes nothing
     */
    public ReplayReport replay(int limit, boolean dryRun) {
        if (!oneAtATime.tryLock()) {
            throw ReplayRefused.running();
        }
        long deadline = System.nanoTime() + settings.replay().timeout().toNanos();
        try (DeadLetterReader reader = new DeadLetterReader(settings, kafka, deadline)) {
            return dryRun ? look(reader, limit) : publish(reader, limit, deadline);
        } catch (KafkaException unreachable) {
            throw ReplayRefused.kafka(unreachable.getMessage());
        } finally {
            oneAtATime.unlock();
        }
    }

    private static ReplayReport look(DeadLetterReader reader, int limit) {
        List<Parked> records = new ArrayList<>();
        for (var page = reader.next(limit); !page.isEmpty(); page = reader.next(limit - records.size())) {
            page.forEach(record -> records.add(Parked.of(record)));
        }
        return new ReplayReport(true, 0, 0, reader.remaining() + records.size(), records);
    }

    private ReplayReport publish(DeadLetterReader reader, int limit, long deadline) {
        int replayed = 0;
        int foreign = 0;
        try (AcknowledgedProducer producer = new AcknowledgedProducer(kafka.producer())) {
            for (var page = reader.next(limit); !page.isEmpty(); page = reader.next(limit - replayed - foreign)) {
                List<Future<RecordMetadata>> sent = page.stream()
                        .filter(this::isOurs)
                        .map(record -> producer.send(toSource(record, reader.sourcePartitions())))
                        .toList();
                awaitAll(sent, deadline);
                reader.commit();
                replayed += sent.size();
                foreign += page.size() - sent.size();
                metrics.replayed(sent.size());
            }
        }
        return new ReplayReport(false, replayed, foreign, reader.remaining(), List.of());
    }

    private boolean isOurs(ConsumerRecord<?, ?> record) {
        return settings.topic().equals(DeadLetterHeaders.text(record, DeadLetterHeaders.SOURCE_TOPIC));
    }

    /** To the partition it came from, where the other records of its application are. */
    private ProducerRecord<byte @Nullable [], byte @Nullable []> toSource(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int partitions) {
        int source = DeadLetterHeaders.sourcePartition(record);
        return new ProducerRecord<>(
                settings.topic(),
                source >= 0 && source < partitions ? source : null,
                null,
                record.key(),
                record.value(),
                DeadLetterHeaders.replayed(record));
    }

    private static void awaitAll(List<Future<RecordMetadata>> sent, long deadline) {
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException failure) {
            throw ReplayRefused.kafka(failure.getMessage());
        } catch (TimeoutException late) {
            throw ReplayRefused.kafka("no acknowledgement in time");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ReplayRefused.kafka("the service is stopping");
        }
    }
}
