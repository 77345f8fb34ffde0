package com.carechain.bridge.deadletter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * A producer that survives its failures: opened when first needed (an address that does not resolve must not stop the
 * service), and opened anew after an error it cannot recover from by itself.
 */
final class AcknowledgedProducer implements AutoCloseable {
    private final Map<String, Object> config;
    private @Nullable KafkaProducer<byte @Nullable [], byte @Nullable []> producer;

    AcknowledgedProducer(Map<String, Object> config) {
        this.config = config;
    }

    /** Sends without waiting for the acknowledgement; any failure is in the future. */
    Future<RecordMetadata> send(ProducerRecord<byte @Nullable [], byte @Nullable []> record) {
        try {
            return open().send(record);
        } catch (KafkaException | IllegalStateException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Sends and returns once every in-sync replica has it. */
    void sendAndWait(ProducerRecord<byte @Nullable [], byte @Nullable []> record)
            throws ExecutionException, InterruptedException {
        KafkaProducer<byte @Nullable [], byte @Nullable []> current = null;
        try {
            current = open();
            current.send(record).get();
        } catch (KafkaException | IllegalStateException failure) {
            renewAfter(current, failure);
            throw new ExecutionException(failure);
        } catch (ExecutionException failure) {
            renewAfter(current, failure.getCause());
            throw failure;
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
            producer = null;
        }
    }

    private synchronized KafkaProducer<byte @Nullable [], byte @Nullable []> open() {
        if (producer == null) {
            producer = new KafkaProducer<>(config);
        }
        return producer;
    }

    private synchronized void renewAfter(
            @Nullable KafkaProducer<byte @Nullable [], byte @Nullable []> failed, @Nullable Throwable failure) {
        boolean recovers = failure instanceof RetriableException || failure instanceof RecordTooLargeException;
        if (failed != null && failed == producer && !recovers) {
            producer = null;
            failed.close(Duration.ZERO);
        }
    }
}
