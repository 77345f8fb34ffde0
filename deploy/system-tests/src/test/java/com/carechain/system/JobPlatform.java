package com.carechain.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes application events to the topic, many at a time; what {@code ./carechain publish} would not send, too. */
final class JobPlatform implements AutoCloseable {
    static final String TOPIC = "job-applications";

    private static final List<Header> STRUCTURED = List.of(new RecordHeader(
            "content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8)));

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failed = new AtomicReference<>();

    JobPlatform(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "5", "max.request.size", "4194304"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void submit(String application, long version) {
        send(application, event("submitted", application, version, ""));
    }

    /** @param more members of {@code data}, each with a comma before it */
    static String event(String type, String application, long version, String more) {
        return """
                {"specversion":"1.0","id":"%1$s-%2$d","source":"/system-test","type":"com.carechain.application.%3$s",
                 "datacontenttype":"application/json","time":"2026-01-26T09:00:00.000Z",
                 "data":{"application_id":"%1$s","version":%2$d,"occurred_at":"2026-01-26T09:00:00.000Z",
                         "job":{"id":"job-%1$s","title":"Ward Nurse"},
                         "candidate":{"id":"ana-%1$s","name":"Ana"},"employer":{"id":"clinic-%1$s","name":"Clinic"}%4$s}}
                """.formatted(application, version, type, more);
    }

    /** Returns at once; {@link #flush} waits. Null: none. */
    void send(String key, String value) {
        producer.send(new ProducerRecord<>(TOPIC, null, bytes(key), bytes(value), STRUCTURED), (stored, failure) -> {
            if (failure != null) failed.compareAndSet(null, failure);
        });
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Until Kafka has everything. */
    void flush() {
        producer.flush();
        if (failed.get() != null) throw new IllegalStateException(failed.get());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
