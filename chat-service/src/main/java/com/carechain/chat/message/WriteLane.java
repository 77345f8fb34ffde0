package com.carechain.chat.message;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.message.Outcome.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One writer with its queue. While PostgreSQL works on one batch the next one gathers: alone, a message waits for nothing; under
 * load, a commit carries many. The writer is a virtual thread that lives as long as there is something to write.
 */
final class WriteLane {
    private static final Logger LOG = Logger.getLogger(WriteLane.class);

    private final PersistentBatch store;
    private final Fanout fanout;
    private final StoredEvents events;
    private final int capacity;
    private final int batchSize;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();

    WriteLane(PersistentBatch store, Fanout fanout, StoredEvents events, int capacity, int batchSize) {
        this.store = store;
        this.fanout = fanout;
        this.events = events;
        this.capacity = capacity;
        this.batchSize = batchSize;
    }

    private record Pending(Draft draft, Consumer<Outcome> answer) {}

    /** Makes a message unique. */
    private record Key(UUID roomId, String senderId, UUID clientKey) {
        static Key of(Pending p) {
            return new Key(p.draft.roomId(), p.draft.sender().id(), p.draft.clientKey());
        }
    }

    int depth() {
        return depth.get();
    }

    /** False: full. The answer comes on the writer's thread, after the commit and before the fan-out; it must not block. */
    boolean submit(Draft draft, Consumer<Outcome> answer) {
        if (depth.incrementAndGet() > capacity) {
            depth.decrementAndGet();
            return false;
        }
        queue.add(new Pending(draft, answer));
        if (writing.compareAndSet(false, true))
            Thread.ofVirtual().name("write-lane").start(this::drain);
        return true;
    }

    private void drain() {
        while (true) {
            List<Pending> batch = next();
            if (!batch.isEmpty()) {
                write(batch);
                continue;
            }
            writing.set(false);
            if (queue.isEmpty() || !writing.compareAndSet(false, true)) return;
        }
    }

    private List<Pending> next() {
        List<Pending> batch = new ArrayList<>();
        Pending p;
        while (batch.size() < batchSize && (p = queue.poll()) != null) batch.add(p);
        return batch;
    }

    private void write(List<Pending> batch) {
        Map<Key, List<Pending>> distinct = new LinkedHashMap<>();
        for (Pending p : batch)
            distinct.computeIfAbsent(Key.of(p), k -> new ArrayList<>(1)).add(p);
        List<Draft> drafts =
                distinct.values().stream().map(same -> same.getFirst().draft).toList();
        Outcome[] outcomes = store.store(drafts);
        events.count(drafts.size());
        List<RoomEvent> committed = new ArrayList<>();
        int i = 0;
        for (List<Pending> same : distinct.values()) {
            Outcome outcome = outcomes[i++];
            answer(same, outcome);
            if (outcome instanceof Stored stored && !stored.duplicate())
                committed.add(events.of(same.getFirst().draft, stored));
        }
        depth.addAndGet(-batch.size());
        publish(committed);
    }

    private static void answer(List<Pending> same, Outcome outcome) {
        Outcome again = outcome instanceof Stored s ? s.again() : outcome;
        for (int i = 0; i < same.size(); i++) {
            try {
                same.get(i).answer.accept(i == 0 ? outcome : again);
            } catch (RuntimeException e) {
                LOG.error("A sender could not be answered; its message is stored", e);
            }
        }
    }

    private void publish(List<RoomEvent> committed) {
        try {
            fanout.publish(committed);
        } catch (RuntimeException e) {
            LOG.error("Committed messages could not be passed on; the sweep will", e);
        }
    }
}
