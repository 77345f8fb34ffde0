package com.carechain.bridge.testing;

import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.intake.Bridge;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** One bridge on topics of its own, with meters of its own: several of them are several replicas. */
public final class Replica implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Bridge bridge;

    private Replica(Topics topics, ChatService chat, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(topics.settings());
        settings.putAll(changes);
        BridgeSettings effective = TestSettings.with(settings);
        // A dead member is noticed in seconds: restarts must not take a test's whole time.
        KafkaClients kafka = new KafkaClients(
                Map.of(
                        "bootstrap.servers",
                        topics.bootstrap(),
                        "session.timeout.ms",
                        "3000",
                        "heartbeat.interval.ms",
                        "500"),
                effective);
        bridge = new Bridge(effective, kafka, chat, new BridgeMetrics(meters), InstantSource.system());
    }

    public static Replica start(Topics topics, ChatService chat) {
        return start(topics, chat, Map.of());
    }

    /** @param changes of {@code carechain.bridge.*}, without the prefix */
    public static Replica start(Topics topics, ChatService chat, Map<String, String> changes) {
        Replica replica = new Replica(topics, chat, changes);
        replica.bridge.start();
        return replica;
    }

    public Bridge bridge() {
        return bridge;
    }

    /** Sum over all tags. */
    public double count(String name) {
        return meters.find("carechain.bridge." + name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        bridge.stop();
    }
}
