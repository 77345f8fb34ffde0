package com.carechain.bridge.deadletter;

import com.carechain.bridge.event.Reading.Poison;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Parks records: key, value and headers as they are, and four headers that say why and where from. */
public final class DeadLetters implements AutoCloseable {
    private final String topic;
    private final AcknowledgedProducer producer;
    private volatile @Nullable String problem;

    public DeadLetters(BridgeSettings settings, KafkaClients kafka) {
        topic = settings.deadLetterTopic();
        producer = new AcknowledgedProducer(kafka.producer());
    }

    /**
     * Returns true once the parked record is acknowledged by all in-sync replicas, false when that failed and is to be
     * tried again. A record may be parked twice when the service dies in between; its source headers tell.
     */
    public boolean park(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, Poison poison)
            throws InterruptedException {
        try {
            // No timestamp of the source: retention would delete old records from here at once.
            producer.sendAndWait(new ProducerRecord<>(
                    topic, null, null, record.key(), record.value(), DeadLetterHeaders.parked(record, poison)));
            problem = null;
            return true;
        } catch (ExecutionException failure) {
            problem =
                    failure.getCause() == null ? "unknown" : failure.getCause().getMessage();
            return false;
        }
    }

    /** Why the last record could not be parked, or empty when it could. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        producer.close();
    }
}
