package com.carechain.bridge.intake;

import com.carechain.bridge.event.EventReader;
import com.carechain.bridge.event.Reading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record in flight, in one thread's hands at a time. Ends by {@link #finish} or {@link #giveUp}, whichever comes first;
 * a courier is rid of it earlier when the parking has it.
 */
final class Item {
    private final ConsumerRecord<byte @Nullable [], byte @Nullable []> record;
    private final PartitionProgress progress;
    private final PartitionProgress.Slot slot;
    private final Load load;
    /** Kept over retries: reading is the dearest step here. */
    private @Nullable Reading reading;

    private boolean parking;
    private boolean ended;

    Item(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, PartitionProgress progress, Load load) {
        this.record = record;
        this.progress = progress;
        this.load = load;
        this.slot = progress.register(record.offset());
        load.add(size());
    }

    ConsumerRecord<byte @Nullable [], byte @Nullable []> record() {
        return record;
    }

    Reading reading(EventReader reader) {
        Reading known = reading;
        if (known == null) {
            known = reader.read(record);
            reading = known;
        }
        return known;
    }

    /** The partition has left or is about to: do not begin, do not retry. */
    boolean leaving() {
        return progress.leaving();
    }

    boolean of(PartitionProgress other) {
        return progress == other;
    }

    /** From now on the parking sees to it. */
    void handToParking() {
        parking = true;
    }

    /** True while a courier still has to see to it. */
    boolean undelivered() {
        return !parking && !ended;
    }

    /** Its effect is there, or it needs none: the offset may move on. */
    void finish() {
        if (end()) {
            progress.finish(slot);
        }
    }

    /** Its partition leaves; whoever gets it reads the record again. */
    void giveUp() {
        if (end()) {
            progress.giveUp();
        }
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        load.remove(size());
        return true;
    }

    private int size() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
