package com.carechain.local.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends events to the topic {@code job-applications}, each as a structured CloudEvent keyed by its application. */
public final class Publisher implements AutoCloseable {

    private static final String TOPIC = "job-applications";
    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
    private static final int LIMIT_MILLIS = 10_000;

    private final String bootstrap;
    private final KafkaProducer<String, String> producer;

    /** @throws NotPublishable at an address that is none */
    public Publisher(String bootstrap) {
        this.bootstrap = bootstrap;
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_MILLIS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LIMIT_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG, 0);
        try {
            this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        } catch (KafkaException e) { // among others: nobody knows the host, as of a container that is stopped
            throw new NotPublishable("Kafka at " + bootstrap + " cannot be reached: " + reason(e), e);
        }
    }

    /** Where an event ended up. */
    public record Place(int partition, long offset) {}

    /** Returns when the broker has it; waits 10 seconds at most. */
    public Place send(Event event) {
        var message = new ProducerRecord<>(TOPIC, event.applicationId(), event.text());
        message.headers().add("content-type", STRUCTURED.getBytes(StandardCharsets.UTF_8));
        try {
            RecordMetadata stored = producer.send(message).get(2L * LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            return new Place(stored.partition(), stored.offset());
        } catch (ExecutionException e) {
            throw refused(event, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw refused(event, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(event, e);
        }
    }

    private static @Nullable String reason(KafkaException e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    private NotPublishable refused(Event event, Throwable cause) {
        return new NotPublishable(
                event.origin() + " was not taken by Kafka at " + bootstrap + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
