package com.carechain.bridge.intake;

import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.retry.Backoff;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The consumer and its one thread. It never waits for chat-service: while too much is in flight it keeps polling paused
 * partitions, so the group sees a living member however long an outage lasts. Whatever Kafka does, it opens a new
 * consumer after a back-off and goes on.
 */
final class Intake implements Runnable {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** While paused a poll brings nothing, and resuming late costs throughput. */
    private static final Duration POLL_PAUSED = Duration.ofMillis(10);
    /** Reading without an assignment counts as going well after this long. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final BridgeSettings settings;
    private final KafkaClients kafka;
    private final Lanes lanes;
    private final Load load;
    private final Backoff backoff;
    private final BridgeMetrics metrics;

    private volatile boolean stopping;
    private volatile long lastTurn = System.nanoTime();
    private volatile @Nullable Assignment assignment;
    private volatile @Nullable String problem;
    private volatile boolean full;
    private int failures;

    Intake(
            BridgeSettings settings,
            KafkaClients kafka,
            Lanes lanes,
            Load load,
            Backoff backoff,
            BridgeMetrics metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.lanes = lanes;
        this.load = load;
        this.backoff = backoff;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                lastTurn = System.nanoTime();
                read();
            } catch (RuntimeException failure) {
                String message = message(failure);
                if (!message.equals(problem)) {
                    LOG.warnf("Reading from Kafka failed, trying again: %s", message);
                }
                problem = message;
                pause(backoff.delay(++failures));
            }
        }
    }

    void stop() {
        stopping = true;
    }

    /** Offsets up to which everything is finished, for the partitions held now. */
    Map<TopicPartition, Long> positions() {
        Assignment current = assignment;
        return current == null ? Map.of() : current.positions();
    }

    /** Why reading failed last, or null while it goes on. */
    @Nullable
    String problem() {
        return problem;
    }

    boolean paused() {
        return full;
    }

    /** How long ago the thread last came round; it does so several times a second whatever its neighbours do. */
    Duration sinceLastTurn() {
        return Duration.ofNanos(System.nanoTime() - lastTurn);
    }

    private void read() {
        KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer = new KafkaConsumer<>(kafka.consumer());
        Assignment current = new Assignment(consumer, lanes, load, settings.intake(), metrics);
        try {
            assignment = current;
            consumer.subscribe(List.of(settings.topic()), current);
            long started = System.nanoTime();
            long committedAt = started;
            while (!stopping) {
                List<Item> items = current.register(consumer.poll(full ? POLL_PAUSED : POLL));
                if (!items.isEmpty()) {
                    lanes.add(items);
                }
                full = full();
                current.pauseAndResume(full);
                if (System.nanoTime() - committedAt
                        >= settings.intake().commitInterval().toNanos()) {
                    current.commit();
                    committedAt = System.nanoTime();
                }
                lastTurn = System.nanoTime();
                // The first polls prove nothing: a refusal takes a moment to arrive.
                if (!consumer.assignment().isEmpty() || lastTurn - started > SETTLED.toNanos()) {
                    problem = null;
                    failures = 0;
                }
            }
        } finally {
            // Calls the listener for every partition still held: what is in hand drains, and the last commit is made.
            try {
                consumer.close(CloseOptions.timeout(settings.intake().kafkaTimeout()));
            } finally {
                current.loseAll();
                assignment = null;
            }
        }
    }

    /** Once full, it stays full down to the half: pausing at every record would cost a fetch each time. */
    private boolean full() {
        int divisor = full ? 2 : 1;
        return load.records() >= settings.intake().maxInFlight() / divisor
                || load.bytes() >= settings.intake().maxInFlightBytes() / divisor;
    }

    private static String message(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
