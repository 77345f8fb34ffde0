package com.carechain.chat.outbox;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Moves the outbox to Kafka, batch by batch, until it is empty; then looks again after a pause. */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int SEND_SECONDS = 12;
    private static final byte[] CLOUD_EVENT =
            "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final ChatEvents events;
    private final Map<String, Object> kafka;
    private final ChatConfig.Outbox config;
    private final Counter relayed;
    private volatile boolean stopped;
    private @Nullable Thread relay;
    private @Nullable Producer<String, byte[]> producer;
    private boolean complained;

    OutboxRelay(
            Outbox outbox,
            ChatEvents events,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics,
            ChatConfig config) {
        this.outbox = outbox;
        this.events = events;
        this.kafka = kafka;
        this.config = config.outbox();
        this.relayed = Counter.builder("carechain.outbox.relayed")
                .baseUnit("events")
                .description("Events that Kafka has taken")
                .register(metrics);
        Gauge.builder("carechain.outbox.lag", outbox, Outbox::lagSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest event that Kafka has not taken")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) relay = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        Thread running = relay;
        if (running == null) return;
        running.interrupt();
        running.join(Duration.ofSeconds(3));
        if (producer != null) producer.close(Duration.ofSeconds(2));
    }

    private void run() {
        while (!stopped) {
            try {
                if (outbox.relay(config.batch(), this::send) < config.batch()) Thread.sleep(config.idle());
                if (complained) LOG.info("Events reach Kafka again");
                complained = false;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (stopped) return;
                complain(e);
                pause();
            }
        }
    }

    private void send(List<OutboxRow> rows) throws Exception {
        Producer<String, byte[]> open = producer == null ? producer = new KafkaProducer<>(settings()) : producer;
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        for (ChatEvents.Keyed event : events.of(rows)) {
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(config.topic(), event.key(), event.value());
            record.headers().add("content-type", CLOUD_EVENT);
            sent.add(open.send(record));
        }
        open.flush();
        for (Future<RecordMetadata> one : sent) one.get(SEND_SECONDS, TimeUnit.SECONDS);
        relayed.increment(rows.size());
    }

    /** Kafka's own names, from the configuration; on top of them what the promises need. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "chat-service");
        return settings;
    }

    private void complain(Exception e) {
        if (!complained)
            LOG.warnf("Events wait in the outbox, %s: %s", Outage.is(e) ? "PostgreSQL" : "Kafka", e.getMessage());
        complained = true;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
