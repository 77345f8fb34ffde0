package com.carechain.chat.outbox;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.problem.Outage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    /** For what is left at the end. */
    private static final Duration LAST_ROUNDS = Duration.ofSeconds(4);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    /** Worth a round. More that wait are more that each collection of the young generation copies, and a longer pause of everything. */
    private static final int WORTH_A_ROUND = 1000;

    /** A request that carries a hundred events in place of sixteen halves what the broker does for each. */
    private static final int BATCH_BYTES = 128 * 1024;

    private final Outbox outbox;
    private final ChatEvents events;
    private final Map<String, Object> kafka;
    private final ChatConfig.Outbox config;
    private final ChatMetrics metrics;
    private final Traces traces;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;
    private @Nullable Thread relay;
    private @Nullable Producer<String, byte[]> producer;
    private boolean complained;

    OutboxRelay(
            Outbox outbox,
            ChatEvents events,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ChatMetrics metrics,
            Traces traces,
            ChatConfig config) {
        this.outbox = outbox;
        this.events = events;
        this.kafka = kafka;
        this.config = config.outbox();
        this.metrics = metrics;
        this.traces = traces;
        metrics.outboxLag(outbox::lagSeconds);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) relay = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    /** Sockets and requests are done by now: what they wrote goes out before the end, unless Kafka is away; then it waits for the next. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        wake.release();
        Thread running = relay;
        if (running == null) return;
        if (!running.join(LAST_ROUNDS)) running.interrupt();
        running.join(Duration.ofSeconds(1));
        if (producer != null) producer.close(Duration.ofSeconds(2));
    }

    private void run() {
        long emptied = System.nanoTime();
        int relayed = 0;
        while (true) {
            try {
                boolean last = stopped;
                int events = outbox.relay(config.batch(), this::send);
                relayed += events;
                if (events < config.batch()) { // it is empty
                    if (last) return;
                    long now = System.nanoTime();
                    if (!pause(untilWorthARound(relayed, Duration.ofNanos(now - emptied), config.idle()))) return;
                    emptied = now;
                    relayed = 0;
                }
                if (complained) LOG.info("Events reach Kafka again");
                complained = false;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (stopped) return;
                complain(e);
                if (!pause(PAUSE_AFTER_FAILURE)) return;
            }
        }
    }

    /**
     * In order per room, whatever fails: no record is given up alone while later ones go on (the producer's own delivery time-out would do
     * that), they are given up together with the producer. Kafka takes them as a prefix then, and the next round sends them all again.
     */
    private void send(List<OutboxRow> rows) throws Exception {
        List<Span> spans = new ArrayList<>();
        boolean isDone = false;
        try {
            Producer<String, byte[]> open = producer == null ? producer = new KafkaProducer<>(settings()) : producer;
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>(rows.size());
            int i = 0;
            for (ChatEvents.Keyed event : events.of(rows)) records.add(record(event, rows.get(i++), spans));
            inOrder(open, records, Duration.ofSeconds(SEND_SECONDS));
            isDone = true;
        } finally {
            spans.forEach(Span::end);
            if (!isDone) giveUpProducer();
        }
        metrics.relayed(rows.size());
    }

    /**
     * The first record that cannot even be handed over ends it, as when the producer has found no broker for {@code max.block.ms}: were later
     * ones tried as well, they would be ahead of it once a broker is back, and each would block as long.
     */
    static void inOrder(Producer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records, Duration limit)
            throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<String, byte[]> record : records) {
            Future<RecordMetadata> one = producer.send(record);
            if (one.isDone()) one.get();
            if (System.nanoTime() > deadline) throw new TimeoutException("Kafka takes nothing for " + limit);
            sent.add(one);
        }
        for (Future<RecordMetadata> one : sent) one.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private ProducerRecord<String, byte[]> record(ChatEvents.Keyed event, OutboxRow row, List<Span> spans) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(config.topic(), event.key(), event.value());
        record.headers().add("content-type", CLOUD_EVENT);
        Span span = traces.step("publish " + config.topic(), SpanKind.PRODUCER, traces.accepted(row.trace()));
        if (span == null) return record;
        spans.add(span);
        record.headers()
                .add("traceparent", String.valueOf(Traces.traceparent(span)).getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private void giveUpProducer() {
        Producer<String, byte[]> failed = producer;
        producer = null;
        if (failed != null) failed.close(Duration.ZERO);
    }

    /** Kafka's own names, from the configuration; on top of them what the promises need. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "chat-service");
        return settings;
    }

    private void complain(Exception e) {
        if (!complained)
            LOG.warnf("Events wait in the outbox, %s: %s", Outage.is(e) ? "PostgreSQL" : "Kafka", e.getMessage());
        complained = true;
    }

    /**
     * How long it takes until a round is worth it, if events go on coming as they did.
     *
     * @param took  in which so many events came
     * @param most  when few come
     */
    static Duration untilWorthARound(int events, Duration took, Duration most) {
        if (events == 0) return most;
        Duration pause = took.multipliedBy(WORTH_A_ROUND).dividedBy(events);
        return pause.compareTo(most) < 0 ? pause : most;
    }

    /** Until then, or until the service stops. False: interrupted. */
    private boolean pause(Duration most) {
        try {
            wake.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
