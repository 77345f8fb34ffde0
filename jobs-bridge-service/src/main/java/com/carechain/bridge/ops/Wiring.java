package com.carechain.bridge.ops;

import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.deadletter.DeadLetterReplay;
import com.carechain.bridge.intake.Bridge;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import com.carechain.bridge.settings.SettingsCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** Makes the plain objects of this service from what Quarkus provides. */
class Wiring {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    BridgeMetrics metrics(MeterRegistry registry) {
        return new BridgeMetrics(registry);
    }

    /** @param kafka every {@code kafka.*} property and {@code KAFKA_*} variable, without the prefix */
    @Produces
    @Singleton
    KafkaClients kafkaClients(@Identifier("default-kafka-broker") Map<String, Object> kafka, BridgeSettings settings) {
        SettingsCheck.check(settings);
        return new KafkaClients(kafka, settings);
    }

    @Produces
    @Singleton
    Bridge bridge(
            BridgeSettings settings, KafkaClients kafka, ChatService chat, BridgeMetrics metrics, InstantSource clock) {
        return new Bridge(settings, kafka, chat, metrics, clock);
    }

    @Produces
    @Singleton
    DeadLetterReplay replay(BridgeSettings settings, KafkaClients kafka, BridgeMetrics metrics) {
        return new DeadLetterReplay(settings, kafka, metrics);
    }

    @Produces
    @Singleton
    Watch watch(BridgeSettings settings, KafkaClients kafka, Bridge bridge, ChatService chat, BridgeMetrics metrics) {
        return new Watch(settings, new KafkaWatch(settings, kafka), bridge, chat, metrics);
    }
}
