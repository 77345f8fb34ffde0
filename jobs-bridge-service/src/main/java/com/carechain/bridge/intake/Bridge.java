package com.carechain.bridge.intake;

import com.carechain.bridge.chat.ChatGate;
import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.deadletter.DeadLetters;
import com.carechain.bridge.event.EventReader;
import com.carechain.bridge.event.PoisonKind;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.retry.Backoff;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The whole way from topic to room as one object: started once, stopped once. */
public final class Bridge {
    private static final Logger LOG = Logger.getLogger(Bridge.class);

    private final BridgeSettings settings;
    private final Lanes lanes = new Lanes();
    private final Load load = new Load();
    private final ChatGate gate;
    private final DeadLetters deadLetters;
    private final Intake intake;
    private final Courier courier;
    private final List<Thread> couriers = new ArrayList<>();
    /**
     * A platform thread: it lives as long as the service, and it must poll in time even when every carrier of the virtual
     * threads is busy reading events; otherwise the group would take it for dead.
     */
    private final Thread reading;

    public Bridge(
            BridgeSettings settings, KafkaClients kafka, ChatService chat, BridgeMetrics metrics, InstantSource clock) {
        this.settings = settings;
        Backoff backoff = new Backoff(settings.retry().base(), settings.retry().cap(), new Random());
        gate = new ChatGate(backoff);
        deadLetters = new DeadLetters(settings, kafka);
        intake = new Intake(settings, kafka, lanes, load, backoff, metrics);
        courier = new Courier(
                lanes,
                new EventReader(settings.maxValueBytes()),
                chat,
                gate,
                new Parking(deadLetters, backoff, metrics),
                backoff,
                settings.delivery().batchSize(),
                metrics,
                clock);
        reading = Thread.ofPlatform().name("intake").unstarted(intake);
        metrics.inFlight(load::records, load::bytes);
        metrics.reasons(Arrays.stream(PoisonKind.values()).map(PoisonKind::tag));
    }

    public void start() {
        for (int i = 1; i <= settings.delivery().calls(); i++) {
            couriers.add(Thread.ofVirtual().name("courier-" + i).start(courier));
        }
        reading.start();
    }

    /** Stops reading, lets what is in hand finish within the drain timeout, and commits. */
    public void stop() {
        intake.stop();
        try {
            Duration limit = settings.intake()
                    .drainTimeout()
                    .plus(settings.intake().kafkaTimeout().multipliedBy(2));
            if (!reading.join(limit)) {
                LOG.warn("The consumer did not stop in time; uncommitted records will be delivered again");
                reading.interrupt();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            lanes.close();
            couriers.forEach(Thread::interrupt);
            deadLetters.close();
        }
    }

    public ChatGate gate() {
        return gate;
    }

    /** Offsets up to which everything is finished, for the partitions held now. */
    public Map<TopicPartition, Long> positions() {
        return intake.positions();
    }

    public int inFlight() {
        return load.records();
    }

    /** True while reading waits because too much is in flight. */
    public boolean paused() {
        return intake.paused();
    }

    /** Why Kafka refuses this consumer, if it does. */
    public Optional<String> readingProblem() {
        return Optional.ofNullable(intake.problem());
    }

    /** Why parking fails, if it does. */
    public Optional<String> parkingProblem() {
        return deadLetters.problem();
    }

    /** How long ago the consumer's thread last came round. */
    public Duration sinceLastTurn() {
        return intake.sinceLastTurn();
    }
}
