package com.carechain.bridge.ops;

import com.carechain.bridge.chat.Answer;
import com.carechain.bridge.chat.ChatGate.Turn;
import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.intake.Bridge;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.settings.BridgeSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks around every few seconds: at Kafka, at how far behind this replica is, and at chat-service when no call told
 * lately. Health checks and metrics only read what was seen, so asking for them costs the neighbours nothing.
 */
final class Watch implements Runnable {
    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final BridgeSettings settings;
    private final KafkaWatch kafka;
    private final Bridge bridge;
    private final ChatService chat;
    private final BridgeMetrics metrics;
    private final Thread thread = Thread.ofVirtual().name("watch").unstarted(this);

    private volatile @Nullable String kafkaProblem = "not reached yet";
    private volatile Map<TopicPartition, Long> lag = Map.of();

    Watch(BridgeSettings settings, KafkaWatch kafka, Bridge bridge, ChatService chat, BridgeMetrics metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.bridge = bridge;
        this.chat = chat;
        this.metrics = metrics;
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    /** What is the matter with Kafka, or null. */
    @Nullable
    String kafkaProblem() {
        return kafkaProblem;
    }

    /** Records behind, per partition this replica holds, when it was last looked at. */
    Map<TopicPartition, Long> lag() {
        return lag;
    }

    @Override
    public void run() {
        try (kafka) {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(settings.watchInterval());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            askChatService();
            tell(kafka.problem());
            if (kafkaProblem == null) {
                lag = kafka.lag(bridge.positions());
                metrics.lag(lag);
            }
        } catch (RuntimeException fault) {
            // The watch must outlive whatever it saw.
            LOG.error("Looking at the neighbours failed", fault);
        }
    }

    /** Once when it begins and once when it ends: the Kafka clients' own lines about it are switched off. */
    private void tell(@Nullable String problem) {
        if (problem != null && !problem.equals(kafkaProblem)) {
            LOG.warn(problem);
        } else if (problem == null && kafkaProblem != null) {
            LOG.info("Kafka and both topics are there");
        }
        kafkaProblem = problem;
    }

    private void askChatService() {
        bridge.gate().enterIfQuiet(settings.watchInterval()).ifPresent(this::askChatService);
    }

    private void askChatService(Turn turn) {
        switch (chat.deliver(List.of())) {
            case Answer.Verdicts verdicts -> bridge.gate().succeeded(turn);
            // It was reached and it talks to us; that is all that was asked.
            case Answer.Refused refused -> bridge.gate().succeeded(turn);
            case Answer.Failing failing -> bridge.gate().failed(turn, false, failing.detail());
            case Answer.Unreachable unreachable -> bridge.gate().failed(turn, false, unreachable.detail());
        }
    }
}
