package com.carechain.bridge.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The records of one application that wait, in order. Guarded by the lock of {@link Lanes}. */
final class Lane {
    /** After so many failed calls in a row its events travel alone, so that one of them cannot fail its neighbours. */
    private static final int ALONE_AFTER = 3;

    final Key key;
    final ArrayDeque<Item> waiting = new ArrayDeque<>();
    boolean taken;
    int failures;
    /** nanoTime before which it rests. */
    long restsUntil;

    Lane(Key key) {
        this.key = key;
    }

    boolean alone() {
        return failures >= ALONE_AFTER;
    }

    void suspect() {
        failures = Math.max(failures, ALONE_AFTER);
    }

    void moveTo(List<Item> batch, int room) {
        for (int i = 0; i < room && !waiting.isEmpty(); i++) {
            batch.add(waiting.removeFirst());
        }
    }

    /** The record's key, or its partition when it has none. */
    record Key(@Nullable String application, int partition) {
        private static final int ANY = -1;

        static Key of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
            byte[] key = record.key();
            // ISO 8859-1 keeps different bytes different, whatever they are.
            return key == null
                    ? new Key(null, record.partition())
                    : new Key(new String(key, StandardCharsets.ISO_8859_1), ANY);
        }
    }
}
