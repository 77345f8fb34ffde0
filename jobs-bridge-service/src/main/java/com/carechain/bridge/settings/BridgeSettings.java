package com.carechain.bridge.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code carechain.bridge.*}. The README's table says the same in prose; {@link SettingsCheck} rejects what cannot work. */
@ConfigMapping(prefix = "carechain.bridge")
public interface BridgeSettings {

    /** Where the job platform publishes. */
    @WithDefault("job-applications")
    String topic();

    /** Where records go that can never be delivered. */
    @WithDefault("job-applications.dlq")
    String deadLetterTopic();

    /** Consumer group: replicas of one installation share it. */
    @WithDefault("jobs-bridge")
    String group();

    /** Larger values are parked unread. */
    @WithDefault("1048576")
    int maxValueBytes();

    /** How often Kafka (topics, lag) and an idle chat-service are looked at for readiness and metrics. */
    @WithDefault("5s")
    Duration watchInterval();

    /** Time limit of one such look. */
    @WithDefault("3s")
    Duration watchTimeout();

    Delivery delivery();

    Intake intake();

    Retry retry();

    Replay replay();

    /** Calls to chat-service. */
    interface Delivery {
        /** Events in one call; chat-service takes at most 100. */
        @WithDefault("100")
        int batchSize();

        /** Calls at the same time. */
        @WithDefault("4")
        int calls();

        /** Time limit of one call, its token included. */
        @WithDefault("10s")
        Duration timeout();
    }

    /** Reading from Kafka. */
    interface Intake {
        /** Unfinished records in memory at which reading pauses; it resumes at half of it. */
        @WithDefault("5000")
        int maxInFlight();

        /** Bytes of unfinished records at which reading pauses. */
        @WithDefault("67108864")
        long maxInFlightBytes();

        /** How far a partition may run ahead of its oldest unfinished record before it waits for it. */
        @WithDefault("50000")
        int maxAhead();

        /** How often finished offsets are committed; this much is delivered again after a crash, without effect. */
        @WithDefault("500ms")
        Duration commitInterval();

        /** How long records in flight may finish when a partition is taken away or the service stops. */
        @WithDefault("3s")
        Duration drainTimeout();

        /** Time limit of one commit that has to be waited for, and of closing the client. */
        @WithDefault("5s")
        Duration kafkaTimeout();
    }

    /** Waiting after failures: between nothing and min(cap, base * 2^n). */
    interface Retry {
        @WithDefault("100ms")
        Duration base();

        @WithDefault("5s")
        Duration cap();
    }

    /** Replays of the dead letter topic. */
    interface Replay {
        @WithDefault("jobs-bridge-dlq-replay")
        String group();

        /** Records of one replay when the caller does not say. */
        @WithDefault("1000")
        int defaultLimit();

        /** What a caller may ask for at most. */
        @WithDefault("10000")
        int maxLimit();

        /** A replay that takes longer stops and answers how far it came. */
        @WithDefault("30s")
        Duration timeout();
    }
}
