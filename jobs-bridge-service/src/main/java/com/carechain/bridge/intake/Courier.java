package com.carechain.bridge.intake;

import com.carechain.bridge.chat.Answer;
import com.carechain.bridge.chat.Answer.Verdict;
import com.carechain.bridge.chat.ChatEvent;
import com.carechain.bridge.chat.ChatGate;
import com.carechain.bridge.chat.ChatGate.Turn;
import com.carechain.bridge.chat.ChatService;
import com.carechain.bridge.event.EventReader;
import com.carechain.bridge.event.PoisonKind;
import com.carechain.bridge.event.Reading;
import com.carechain.bridge.event.Reading.Poison;
import com.carechain.bridge.intake.Lanes.Mark;
import com.carechain.bridge.metric.BridgeMetrics;
import com.carechain.bridge.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Carries batches to chat-service, one at a time, until the lanes close. Several couriers work side by side on the same
 * lanes, each on a virtual thread.
 */
record Courier(
        Lanes lanes,
        EventReader reader,
        ChatService chat,
        ChatGate gate,
        Parking parking,
        Backoff backoff,
        int batchSize,
        BridgeMetrics metrics,
        InstantSource clock)
        implements Runnable {
    private static final Logger LOG = Logger.getLogger(Courier.class);

    @Override
    public void run() {
        try {
            while (lanes.awaitReady()) {
                // Waiting for the turn before taking: what gathers meanwhile goes along in the same call.
                Turn turn = gate.enter();
                Batch batch = lanes.take(batchSize);
                if (batch.isEmpty()) {
                    gate.unused(turn);
                } else {
                    carry(turn, batch);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Turn turn, Batch batch) {
        Map<Lane, List<Item>> toSend = new LinkedHashMap<>();
        try {
            sort(batch, toSend);
            if (toSend.isEmpty()) {
                gate.unused(turn);
                lanes.delivered(batch);
            } else {
                send(turn, batch, toSend);
            }
        } catch (RuntimeException fault) {
            LOG.error("Delivering a batch failed; it will be tried again", fault);
            again(turn, batch, toSend.isEmpty() ? batch.byLane() : toSend, Mark.FAILED, "internal error");
        }
    }

    /** Keeps what is to be delivered; the rest is settled or handed to the parking. */
    private void sort(Batch batch, Map<Lane, List<Item>> toSend) {
        batch.byLane().forEach((lane, items) -> {
            for (Item item : items) {
                if (item.leaving()) {
                    item.giveUp();
                    continue;
                }
                switch (item.reading(reader)) {
                    case Reading.Understood understood ->
                        toSend.computeIfAbsent(lane, any -> new ArrayList<>()).add(item);
                    case Reading.Skipped skipped -> {
                        metrics.skipped();
                        item.finish();
                    }
                    case Poison poison -> parking.park(item, poison);
                }
            }
        });
    }

    private void send(Turn turn, Batch batch, Map<Lane, List<Item>> toSend) {
        List<Item> sent = toSend.values().stream().flatMap(List::stream).toList();
        List<ChatEvent> events = sent.stream().map(this::event).toList();
        long started = System.nanoTime();
        Answer answer = chat.deliver(events);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        switch (answer) {
            case Answer.Verdicts verdicts -> {
                metrics.called("verdicts", sent.size(), took);
                gate.succeeded(turn);
                for (int i = 0; i < sent.size(); i++) {
                    settle(sent.get(i), verdicts.verdicts().get(i));
                }
                lanes.delivered(batch);
            }
            case Answer.Refused refused -> {
                metrics.called("refused", sent.size(), took);
                gate.succeeded(turn);
                refused(batch, toSend, sent, refused);
            }
            case Answer.Failing failing -> {
                metrics.called("failing", sent.size(), took);
                again(turn, batch, toSend, Mark.FAILED, failing.detail());
            }
            case Answer.Unreachable unreachable -> {
                metrics.called("unreachable", sent.size(), took);
                again(turn, batch, toSend, Mark.KEEP, unreachable.detail());
            }
        }
    }

    private void settle(Item item, Verdict verdict) {
        switch (verdict.outcome()) {
            case APPLIED -> {
                Instant published = Instant.ofEpochMilli(item.record().timestamp());
                metrics.timeToRoom(Duration.between(published, clock.instant()));
                metrics.processed("applied");
                item.finish();
            }
            case DUPLICATE -> {
                metrics.processed("duplicate");
                item.finish();
            }
            case LATE -> {
                metrics.processed("late");
                item.finish();
            }
            case REJECTED ->
                parking.park(item, new Poison(PoisonKind.REJECTED, "chat-service refuses it: " + verdict.detail()));
        }
    }

    /** One event is at fault and nobody says which: each goes alone next, and alone it is parked. */
    private void refused(Batch batch, Map<Lane, List<Item>> toSend, List<Item> sent, Answer.Refused refused) {
        if (sent.size() == 1) {
            parking.park(sent.getFirst(), new Poison(PoisonKind.REJECTED, refused.detail()));
            lanes.delivered(batch);
        } else {
            metrics.retried("chat-service", sent.size());
            lanes.putBack(batch, toSend, Mark.SUSPECT, Duration.ZERO);
        }
    }

    private void again(Turn turn, Batch batch, Map<Lane, List<Item>> toSend, Mark mark, String why) {
        gate.failed(turn, batch.alone() && mark == Mark.FAILED, why);
        metrics.retried(
                "chat-service", toSend.values().stream().mapToInt(List::size).sum());
        // When chat-service is in trouble the gate makes everyone wait. A lone event that fails while others succeed
        // waits by itself.
        boolean byItself = batch.alone() && turn == Turn.FREE && mark == Mark.FAILED;
        int failures = batch.byLane().keySet().iterator().next().failures + 1;
        lanes.putBack(batch, toSend, mark, byItself ? backoff.delay(failures) : Duration.ZERO);
    }

    private ChatEvent event(Item item) {
        return switch (item.reading(reader)) {
            case Reading.Understood understood -> ChatEvent.of(understood.event());
            case Reading.Skipped skipped -> throw new IllegalStateException("a skipped record is not sent");
            case Poison poison -> throw new IllegalStateException("poison is not sent");
        };
    }
}
