package com.carechain.bridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.intake.PartitionProgress.Slot;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress();

    @Test
    void theCommitNeverPassesAnUnfinishedRecord() {
        // Given
        progress.readUpTo(10);
        Slot ten = progress.register(10);
        Slot eleven = progress.register(11);
        Slot thirteen = progress.register(13);

        // Then
        progress.finish(thirteen);
        assertEquals(OptionalLong.empty(), progress.uncommitted());
        progress.finish(ten);
        assertEquals(OptionalLong.of(11), progress.uncommitted());
        progress.finish(eleven);
        assertEquals(OptionalLong.of(14), progress.uncommitted());
    }

    @Test
    void markersBehindTheLastRecordAreCommittedToo() {
        progress.readUpTo(0);
        Slot zero = progress.register(0);
        progress.readUpTo(2);

        assertEquals(OptionalLong.of(0), progress.position());
        progress.finish(zero);
        assertEquals(OptionalLong.of(2), progress.uncommitted());
        progress.committed(2);
        assertEquals(OptionalLong.empty(), progress.uncommitted());
    }

    @Test
    void nothingIsCommittedBeforeAnythingWasRead() {
        assertEquals(OptionalLong.empty(), progress.position());
        progress.readUpTo(5);
        assertEquals(OptionalLong.of(5), progress.position());
        assertEquals(OptionalLong.empty(), progress.uncommitted());
    }

    @Test
    void finishedRecordsBehindAnUnfinishedOneCountAsAhead() {
        Slot first = progress.register(0);
        progress.finish(progress.register(1));
        progress.finish(progress.register(2));

        assertEquals(3, progress.ahead());
        progress.finish(first);
        assertEquals(0, progress.ahead());
    }

    @Test
    void aRecordGivenUpHoldsTheCommitButNotTheDraining() throws Exception {
        progress.readUpTo(0);
        progress.register(0);
        Slot one = progress.register(1);
        progress.leave();
        assertTrue(progress.leaving());
        assertFalse(progress.awaitIdle(System.nanoTime() + Duration.ofMillis(20).toNanos()));

        progress.giveUp();
        progress.finish(one);

        assertTrue(progress.awaitIdle(System.nanoTime() + Duration.ofSeconds(5).toNanos()));
        assertEquals(OptionalLong.empty(), progress.uncommitted());
    }
}
