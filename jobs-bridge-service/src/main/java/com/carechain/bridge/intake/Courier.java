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
import java.util.List;
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
        try {
            List<Item> toSend = sort(batch);
            if (toSend.isEmpty()) {
                gate.unused(turn);
                lanes.release(batch, Mark.CLEAR, Duration.ZERO);
            } else {
                send(turn, batch, toSend);
            }
        } catch (RuntimeException fault) {
            LOG.error("Delivering a batch failed; it will be tried again", fault);
            again(turn, batch, Mark.FAILED, "internal error");
        }
    }

    /** What is to be delivered; the rest is settled or handed to the parking. */
    private List<Item> sort(Batch batch) {
        List<Item> toSend = new ArrayList<>();
        for (List<Item> lane : batch.byLane().values()) {
            for (Item item : lane) {
                if (item.leaving()) {
                    item.giveUp();
                    continue;
                }
                switch (item.reading(reader)) {
                    case Reading.Understood understood -> toSend.add(item);
                    case Reading.Skipped skipped -> {
                        metrics.skipped();
                        item.finish();
                    }
                    case Poison poison -> parking.park(item, poison);
                }
            }
        }
        return toSend;
    }

    private void send(Turn turn, Batch batch, List<Item> sent) {
        List<EventTrace> traces =
                sent.stream().map(item -> EventTrace.begin(item.record())).toList();
        List<ChatEvent> events = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            events.add(event(sent.get(i), traces.get(i)));
        }
        long started = System.nanoTime();
        Answer answer = chat.deliver(events);
        traces.forEach(EventTrace::end);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        switch (answer) {
            case Answer.Verdicts verdicts -> {
                metrics.called("verdicts", sent.size(), took);
                gate.succeeded(turn);
                for (int i = 0; i < sent.size(); i++) {
                    settle(sent.get(i), verdicts.verdicts().get(i));
                }
                lanes.release(batch, Mark.CLEAR, Duration.ZERO);
            }
            case Answer.Refused refused -> {
                metrics.called("refused", sent.size(), took);
                gate.succeeded(turn);
                refused(batch, sent, refused);
            }
            case Answer.Failing failing -> {
                metrics.called("failing", sent.size(), took);
                again(turn, batch, Mark.FAILED, failing.detail());
            }
            case Answer.Unreachable unreachable -> {
                metrics.called("unreachable", sent.size(), took);
                again(turn, batch, Mark.KEEP, unreachable.detail());
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
    private void refused(Batch batch, List<Item> sent, Answer.Refused refused) {
        if (sent.size() == 1) {
            parking.park(sent.getFirst(), new Poison(PoisonKind.REJECTED, refused.detail()));
        } else {
            metrics.retried("chat-service", sent.size());
        }
        lanes.release(batch, Mark.SUSPECT, Duration.ZERO);
    }

    private void again(Turn turn, Batch batch, Mark mark, String why) {
        boolean upset = batch.alone() && mark == Mark.FAILED;
        gate.failed(turn, upset, why);
        metrics.retried("chat-service", batch.undelivered());
        // When chat-service is in trouble the gate makes everyone wait. A lone event that fails while others succeed
        // waits by itself.
        boolean byItself = upset && turn == Turn.FREE;
        lanes.release(batch, mark, byItself ? backoff.delay(batch.failures() + 1) : Duration.ZERO);
    }

    private ChatEvent event(Item item, EventTrace trace) {
        return switch (item.reading(reader)) {
            case Reading.Understood understood -> ChatEvent.of(understood.event(), trace.traceparent());
            case Reading.Skipped skipped -> throw new IllegalStateException("a skipped record is not sent");
            case Poison poison -> throw new IllegalStateException("poison is not sent");
        };
    }
}
