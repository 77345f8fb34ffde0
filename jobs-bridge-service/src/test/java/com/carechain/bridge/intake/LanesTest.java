package com.carechain.bridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.intake.Lanes.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes();
    private final Load load = new Load();
    private final PartitionProgress partition = new PartitionProgress();
    private final AtomicLong offset = new AtomicLong();

    @Test
    void aBatchTakesWholeLanesInTurnAndATakenLaneIsNotReady() {
        // Given
        lanes.add(List.of(item("a"), item("b"), item("a"), item("c")));

        // When
        Batch first = lanes.take(3);
        lanes.add(List.of(item("a")));
        Batch second = lanes.take(3);

        // Then
        assertEquals(List.of("a0", "a2", "b1"), names(first));
        assertEquals(List.of("c3"), names(second));
        assertTrue(lanes.take(3).isEmpty(), "a is in the first batch");
        deliver(first);
        assertEquals(List.of("a4"), names(lanes.take(3)));
    }

    @Test
    void undeliveredRecordsGoBackInFrontOfTheirLane() {
        // Given
        lanes.add(List.of(item("a"), item("a"), item("a")));
        Batch batch = lanes.take(2);
        lanes.add(List.of(item("a")));

        // When
        lanes.release(batch, Mark.KEEP, Duration.ZERO);

        // Then
        assertEquals(List.of("a0", "a1", "a2", "a3"), names(lanes.take(10)));
    }

    @Test
    void aLaneThatFailedThreeTimesTravelsAloneOneRecordAtATimeUntilItSucceeds() {
        // Given
        lanes.add(List.of(item("bad"), item("bad"), item("good")));
        for (int i = 0; i < 3; i++) {
            Batch batch = lanes.take(10);
            assertFalse(batch.alone());
            lanes.release(batch, Mark.FAILED, Duration.ZERO);
        }

        // When
        Batch alone = lanes.take(10);
        Batch neighbour = lanes.take(10);

        // Then
        assertTrue(alone.alone());
        assertEquals(List.of("bad0"), names(alone));
        assertEquals(List.of("good2"), names(neighbour));
        deliver(alone);
        assertEquals(List.of("bad1"), names(lanes.take(10)));
    }

    @Test
    void ordinaryLanesAreTakenPastOneThatTravelsAlone() {
        lanes.add(List.of(item("bad"), item("bad")));
        Batch bad = lanes.take(10);
        lanes.add(List.of(item("x"), item("y")));
        lanes.release(bad, Mark.SUSPECT, Duration.ZERO);

        assertEquals(List.of("x2", "y3"), names(lanes.take(10)));
        assertTrue(lanes.take(10).alone());
    }

    @Test
    void aRestingLaneIsReadyAfterItsRest() {
        // Given
        lanes.add(List.of(item("a")));
        Batch batch = lanes.take(10);

        // When
        lanes.release(batch, Mark.FAILED, Duration.ofMillis(50));

        // Then
        assertTrue(lanes.take(10).isEmpty());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertTrue(lanes.awaitReady()));
        assertEquals(List.of("a0"), names(lanes.take(10)));
    }

    @Test
    void whatWaitsOfALeavingPartitionIsGivenUpAndWhatIsInHandWhenItComesBack() throws Exception {
        // Given
        lanes.add(List.of(item("a"), item("b")));
        Batch inHand = lanes.take(1);

        // When
        partition.leave();
        lanes.drop(partition);
        lanes.release(inHand, Mark.KEEP, Duration.ZERO);

        // Then
        assertTrue(lanes.take(10).isEmpty());
        assertEquals(0, load.records());
        assertTrue(partition.awaitIdle(System.nanoTime()));
    }

    @Test
    void ofAHalfDeliveredBatchOnlyTheRestGoesBack() {
        // Given
        lanes.add(List.of(item("a"), item("a"), item("b")));
        Batch batch = lanes.take(10);

        // When
        batch.byLane().values().iterator().next().getFirst().finish();
        batch.byLane().values().iterator().next().getFirst().finish();
        lanes.release(batch, Mark.FAILED, Duration.ZERO);

        // Then
        assertEquals(2, load.records());
        assertEquals(List.of("a1", "b2"), names(lanes.take(10)));
    }

    @Test
    void recordsWithoutAKeyKeepTheOrderOfTheirPartition() {
        lanes.add(List.of(item(null), item(null)));

        assertEquals(List.of("null0", "null1"), names(lanes.take(10)));
    }

    @Test
    void closingWakesWhoeverWaits() {
        Thread.ofVirtual().start(lanes::close);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(lanes.awaitReady()));
    }

    private void deliver(Batch batch) {
        batch.byLane().values().forEach(items -> items.forEach(Item::finish));
        lanes.release(batch, Mark.CLEAR, Duration.ZERO);
    }

    private Item item(String key) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new Item(new ConsumerRecord<>("t", 0, offset.getAndIncrement(), bytes, new byte[0]), partition, load);
    }

    private static List<String> names(Batch batch) {
        List<String> names = new ArrayList<>();
        batch.byLane()
                .values()
                .forEach(items -> items.forEach(item -> {
                    byte[] key = item.record().key();
                    names.add((key == null ? "null" : new String(key, StandardCharsets.UTF_8))
                            + item.record().offset());
                }));
        return names;
    }
}
