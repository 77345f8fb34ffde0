package com.carechain.bridge.settings;

import java.time.Duration;

/** Settings that cannot work stop the start, with the name of the setting. */
public final class SettingsCheck {
    private static final int CHAT_BATCH_AT_MOST = 100;
    private static final int CALLS_AT_MOST = 64;

    private SettingsCheck() {}

    public static void check(BridgeSettings settings) {
        between("delivery.batch-size", settings.delivery().batchSize(), 1, CHAT_BATCH_AT_MOST);
        between("delivery.calls", settings.delivery().calls(), 1, CALLS_AT_MOST);
        between("max-value-bytes", settings.maxValueBytes(), 1, Integer.MAX_VALUE);
        between("intake.max-in-flight", settings.intake().maxInFlight(), 2, Integer.MAX_VALUE);
        between("intake.max-in-flight-bytes", settings.intake().maxInFlightBytes(), 2, Long.MAX_VALUE);
        between("intake.max-ahead", settings.intake().maxAhead(), 1, Integer.MAX_VALUE);
        between(
                "replay.default-limit",
                settings.replay().defaultLimit(),
                1,
                settings.replay().maxLimit());
        positive("watch-interval", settings.watchInterval());
        positive("watch-timeout", settings.watchTimeout());
        positive("delivery.timeout", settings.delivery().timeout());
        positive("intake.commit-interval", settings.intake().commitInterval());
        positive("intake.drain-timeout", settings.intake().drainTimeout());
        positive("intake.kafka-timeout", settings.intake().kafkaTimeout());
        positive("retry.base", settings.retry().base());
        positive("replay.timeout", settings.replay().timeout());
        if (settings.retry().cap().compareTo(settings.retry().base()) < 0) {
            throw new IllegalArgumentException(
                    "carechain.bridge.retry.cap is shorter than carechain.bridge.retry.base");
        }
        if (settings.topic().equals(settings.deadLetterTopic())) {
            throw new IllegalArgumentException(
                    "carechain.bridge.topic and carechain.bridge.dead-letter-topic are the same topic");
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "carechain.bridge." + name + " is " + value + "; it must be " + least + " to " + most);
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("carechain.bridge." + name + " must be longer than nothing");
        }
    }
}
