package com.carechain.bridge.intake;

import com.carechain.bridge.deadletter.DeadLetters;
import com.carechain.bridge.event.Reading.Poison;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.retry.Backoff;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Brings poison to the dead letter topic, however long that takes; only then is the record finished. On a virtual thread
 * of its own, so that the rest goes on meanwhile. Their number is bounded by what may be in flight.
 */
record Parking(DeadLetters deadLetters, Backoff backoff, BridgeMetrics metrics) {
    private static final Logger LOG = Logger.getLogger(Parking.class);

    void park(Item item, Poison poison) {
        item.handToParking();
        Thread.ofVirtual().name("park").start(() -> run(item, poison));
    }

    private void run(Item item, Poison poison) {
        ConsumerRecord<?, ?> record = item.record();
        try {
            for (int failures = 1; !item.leaving(); failures++) {
                if (deadLetters.park(item.record(), poison)) {
                    metrics.parked(poison.kind().tag());
                    LOG.warnf(
                            "Parked %s-%d@%d: %s",
                            record.topic(), record.partition(), record.offset(), poison.reason());
                    item.finish();
                    return;
                }
                metrics.retried("dlq", 1);
                Thread.sleep(backoff.delay(failures));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        item.giveUp();
    }
}
