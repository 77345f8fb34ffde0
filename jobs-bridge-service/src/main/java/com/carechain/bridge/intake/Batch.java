package com.carechain.bridge.intake;

import java.util.List;
import java.util.Map;

/**
 * What one courier has in hand. While it has them, no other courier gets anything of the same applications.
 *
 * @param byLane each lane's items in order; empty when nothing was ready
 * @param alone one event that has failed before and travels without company
 */
record Batch(Map<Lane, List<Item>> byLane, boolean alone) {

    int undelivered() {
        return (int) byLane.values().stream()
                .flatMap(List::stream)
                .filter(Item::undelivered)
                .count();
    }

    /** How often the most unlucky of its lanes failed in a row. */
    int failures() {
        return byLane.keySet().stream().mapToInt(lane -> lane.failures).max().orElse(0);
    }

    boolean isEmpty() {
        return byLane.isEmpty();
    }
}
