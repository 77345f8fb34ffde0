package com.carechain.bench.stack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * New applications, as the job platform tells of them.
 *
 * @param run begins their ids
 */
public record Applications(String run, int count) {

    public static final String TOPIC = "job-applications";

    private static final int LIMIT_SECONDS = 30;
    private static final byte[] STRUCTURED =
            "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8);

    /** Returns when Kafka has all of them. */
    public void publish(String bootstrap) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000,
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                var message = new ProducerRecord<>(TOPIC, id(n), event(n));
                message.headers().add("content-type", STRUCTURED);
                sent.add(producer.send(message));
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            producer.close(Duration.ofSeconds(5));
        } catch (ExecutionException | TimeoutException e) {
            throw new NotMeasurable("Kafka did not take the events: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasurable("interrupted while publishing");
        }
    }

    private String id(int n) {
        return run + n;
    }

    private String event(int n) {
        String id = id(n);
        return """
                {"specversion":"1.0","id":"%1$s-1","source":"/bench","type":"com.carechain.application.submitted",\
                "time":"2026-01-26T09:12:41.000Z","datacontenttype":"application/json","data":{"application_id":"%1$s","version":1,\
                "occurred_at":"2026-01-26T09:12:41.000Z","job":{"id":"bench-job","title":"Benchmark"},\
                "candidate":{"id":"%1$s-c","name":"Candidate %2$d"},"employer":{"id":"%1$s-e","name":"Employer %2$d"},\
                "status":"submitted","note":"Six years of intensive care. Available from March."}}""".formatted(id, n);
    }
}
