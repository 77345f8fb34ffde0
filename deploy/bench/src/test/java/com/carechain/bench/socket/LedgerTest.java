package com.carechain.bench.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final long MILLISECOND = 1_000_000;

    @Test
    void latencyCountsFromTheMomentAMessageWasDue() {
        // Given
        var ledger = new Ledger();
        ledger.open(0);
        UUID late = ledger.clientId(ledger.next(10 * MILLISECOND));

        // When
        ledger.acknowledged(late, false, 60 * MILLISECOND);

        // Then
        assertEquals(50, ledger.ack().millisAt(100), 0.1);
    }

    @Test
    void onlyWhatWasDueInTheWindowIsMeasured() {
        // Given
        var ledger = new Ledger();
        ledger.open(100);
        ledger.close(200);
        UUID before = ledger.clientId(ledger.next(99));
        UUID within = ledger.clientId(ledger.next(100));
        UUID after = ledger.clientId(ledger.next(200));

        // When
        for (UUID message : new UUID[] {before, within, after}) {
            ledger.acknowledged(message, false, 150);
        }

        // Then
        assertEquals(1, ledger.ack().count());
        assertEquals(3, ledger.ackedInWindow());
        assertEquals(3, ledger.acked());
    }

    @Test
    void anAcknowledgementThatComesTwiceIsAFault() {
        // Given
        var ledger = new Ledger();
        UUID message = ledger.clientId(ledger.next(0));
        ledger.acknowledged(message, false, 1);

        // When
        ledger.acknowledged(message, false, 2);

        // Then
        assertEquals(Map.of("acknowledged_twice", 1), ledger.faults());
    }

    @Test
    void whatWasNeitherAcknowledgedNorRefusedIsUnanswered() {
        var ledger = new Ledger();
        ledger.next(0);
        ledger.acknowledged(ledger.clientId(ledger.next(0)), false, 1);
        ledger.next(0);
        ledger.refused("overloaded");

        assertEquals(1, ledger.unanswered());
    }

    @Test
    void messagesOfAnotherRunAreNotOurs() {
        var ledger = new Ledger();
        UUID ours = ledger.clientId(ledger.next(0));

        assertTrue(ledger.isOurs(ours));
        assertFalse(ledger.isOurs(ledger.clientId(1)));
        assertFalse(ledger.isOurs(UUID.randomUUID()));
    }
}
