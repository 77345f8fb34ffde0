package com.carechain.chat.message;

import com.carechain.chat.fanout.Burst;
import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One writer with its queue. While PostgreSQL works on one batch the next one gathers: alone, a message waits for nothing; under
 * load, a commit carries many. The writer is a platform thread: it waits for PostgreSQL most of the time, and a virtual one would wake
 * two others for that, the poller and a carrier, which at a thousand messages a second was a third of what a message cost.
 */
final class WriteLane {
    private static final Logger LOG = Logger.getLogger(WriteLane.class);
    private static final int NEVER = Integer.MAX_VALUE;
    /** Fewer messages than these are not worth a commit before its time. */
    private static final int LEAST_ENOUGH = 8;
    /** As many are worth one, whoever else may come: a commit's own cost, shared by more, is hardly less for each. */
    private static final int MOST_ENOUGH = 32;

    private final PersistentBatch store;
    private final Fanout fanout;
    private final StoredEvents events;
    private final int capacity;
    private final long paceNanos;
    private final int batchSize;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final Thread writer;
    private volatile boolean idle;
    /** As many waiting messages end the pause between two batches. */
    private volatile int enough = NEVER;

    WriteLane(String name, PersistentBatch store, Fanout fanout, StoredEvents events, ChatConfig.Lanes config) {
        this.store = store;
        this.fanout = fanout;
        this.events = events;
        this.capacity = config.capacity();
        this.batchSize = config.batch();
        this.paceNanos = config.pace().toNanos();
        this.writer = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** @param since when it was taken, in nanoseconds */
    private record Pending(Draft draft, Consumer<Outcome> answer, long since) {}

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
        int waiting = depth.incrementAndGet();
        if (waiting > capacity) {
            depth.decrementAndGet();
            return false;
        }
        queue.add(new Pending(draft, answer, System.nanoTime()));
        if (idle || waiting == enough) LockSupport.unpark(writer);
        return true;
    }

    private void run() {
        while (true) {
            List<Pending> batch = next();
            if (batch.isEmpty()) {
                awaitWork();
            } else {
                long began = System.nanoTime();
                int talking = write(batch);
                keepPace(began, talking);
            }
        }
    }

    /** Says that it sleeps before it looks a last time; who submits adds before it looks whether the writer sleeps. */
    private void awaitWork() {
        idle = true;
        if (queue.isEmpty()) LockSupport.park(this);
        idle = false;
    }

    /**
     * Sleeps on; whoever submits meanwhile wakes nobody, but for the last of those who are talking: when as many wait as were just under
     * way, a longer pause gathers no more, and when there are many, it need not.
     */
    private void keepPace(long began, int talking) {
        enough = Math.clamp(talking, LEAST_ENOUGH, MOST_ENOUGH);
        for (long left; depth.get() < enough && (left = paceNanos - (System.nanoTime() - began)) > 0; )
            LockSupport.parkNanos(this, left);
        enough = NEVER;
    }

    private List<Pending> next() {
        List<Pending> batch = new ArrayList<>();
        Pending p;
        while (batch.size() < batchSize && (p = queue.poll()) != null) batch.add(p);
        return batch;
    }

    /** How many messages were under way when the batch had been stored: those in it, and who came meanwhile. */
    private int write(List<Pending> batch) {
        Map<Key, List<Pending>> distinct = new LinkedHashMap<>();
        for (Pending p : batch)
            distinct.computeIfAbsent(Key.of(p), k -> new ArrayList<>(1)).add(p);
        List<Draft> drafts =
                distinct.values().stream().map(same -> same.getFirst().draft).toList();
        List<Span> spans = events.storing(drafts);
        Outcome[] outcomes = stored(drafts);
        spans.forEach(Span::end);
        events.count(drafts.size());
        int underWay = depth.get();
        Burst.run(() -> tell(distinct.values(), outcomes));
        depth.addAndGet(-batch.size());
        return underWay;
    }

    /** A lane outlives whatever goes wrong in it. */
    private Outcome[] stored(List<Draft> drafts) {
        try {
            return store.store(drafts);
        } catch (RuntimeException e) {
            LOG.error("Messages could not be stored", e);
            Outcome failed = new Outcome.Refused(Refusal.of(Code.INTERNAL, "The error has been logged."));
            return drafts.stream().map(d -> failed).toArray(Outcome[]::new);
        }
    }

    /** Answers and fan-out in one burst: a sender's acknowledgement and its echo leave together. */
    private void tell(Collection<List<Pending>> distinct, Outcome[] outcomes) {
        List<RoomEvent> committed = new ArrayList<>(outcomes.length);
        int i = 0;
        for (List<Pending> same : distinct) {
            Outcome outcome = outcomes[i++];
            answer(same, outcome);
            if (outcome instanceof Stored stored && !stored.duplicate())
                committed.add(events.of(same.getFirst().draft, stored));
        }
        long now = System.nanoTime();
        distinct.forEach(same -> same.forEach(p -> events.answered(now - p.since)));
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
