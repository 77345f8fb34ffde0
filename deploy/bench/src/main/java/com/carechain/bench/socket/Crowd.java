package com.carechain.bench.socket;

import com.carechain.bench.stack.NotMeasurable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Many sockets, and the ways they are made to talk. Called from one thread outside the loop, which waits. */
public final class Crowd {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;

    private final Loop loop;
    private final List<Chatter> members = new ArrayList<>();

    public Crowd(Loop loop) {
        this.loop = loop;
    }

    public void add(Chatter chatter) {
        members.add(chatter);
    }

    public List<Chatter> members() {
        return members;
    }

    public int size() {
        return members.size();
    }

    /** How many of its sockets are open. */
    public int open() {
        return loop.get(() -> (int) members.stream().filter(Chatter::isOpen).count());
    }

    /** @param atOnce handshakes under way */
    public void connect(int atOnce) {
        each("connecting " + size() + " sockets", atOnce, Chatter::connect);
    }

    public void resume(int atOnce) {
        each("resuming " + size() + " sockets", atOnce, Chatter::resume);
    }

    private void each(String what, int atOnce, Function<Chatter, Future<Void>> step) {
        loop.await(what, CONNECT_LIMIT, () -> {
            Iterator<Chatter> todo = members.iterator();
            List<Future<Void>> workers = new ArrayList<>();
            for (int i = 0; i < Math.min(atOnce, size()); i++) {
                Promise<Void> done = Promise.promise();
                next(todo, step, done);
                workers.add(done.future());
            }
            return Future.all(workers);
        });
    }

    private static void next(Iterator<Chatter> todo, Function<Chatter, Future<Void>> step, Promise<Void> done) {
        if (!todo.hasNext()) {
            done.tryComplete();
            return;
        }
        step.apply(todo.next()).onSuccess(v -> next(todo, step, done)).onFailure(done::tryFail);
    }

    /** All connections end at once. */
    public void leave() {
        loop.get(() -> {
            members.forEach(Chatter::leave);
            return true;
        });
        await(CLOSE_LIMIT, () -> members.stream().noneMatch(Chatter::isOpen));
    }

    /** What comes from now on is of this run. */
    public Ledger newLedger() {
        return loop.get(() -> {
            var ledger = new Ledger();
            members.forEach(chatter -> chatter.use(ledger));
            return ledger;
        });
    }

    /** Each socket keeps one message unanswered. Returns what stops it. */
    public Runnable talkWithoutPause() {
        var on = new boolean[] {true};
        loop.get(() -> {
            for (Chatter chatter : members) {
                chatter.onAnswer(c -> {
                    if (on[0]) {
                        c.send(System.nanoTime());
                    }
                });
                chatter.send(System.nanoTime());
            }
            return true;
        });
        return () -> loop.get(() -> on[0] = false);
    }

    /** So many messages a second in all, by the sockets in turn. Returns what stops it. */
    public Runnable talk(double perSecond) {
        var turn = new int[1];
        var pace =
                new Pace(loop, perSecond, due -> members.get(turn[0]++ % size()).send(due));
        loop.get(() -> {
            members.forEach(chatter -> chatter.onAnswer(c -> {}));
            pace.start();
            return true;
        });
        return () -> loop.get(() -> {
            pace.stop();
            return true;
        });
    }

    /** Waits until every message is answered and every socket has it. False: not within that time. */
    public boolean settle(Ledger ledger, Duration limit) {
        return await(limit, () -> ledger.unanswered() <= 0 && missing(ledger) == 0);
    }

    /**
     * Deliveries that have not come: every socket of a room gets every acknowledged message of it, and is not behind the furthest
     * socket there. Every room has as many sockets as the others. On the loop.
     */
    public long missing(Ledger ledger) {
        Map<UUID, Long> furthest = new HashMap<>();
        members.forEach(c -> furthest.merge(c.room(), c.lastSeq(), Math::max));
        long behind = members.stream()
                .mapToLong(c -> furthest.getOrDefault(c.room(), 0L) - c.lastSeq())
                .sum();
        long socketsPerRoom = size() / Math.max(1, furthest.size());
        return Math.max(behind, ledger.acked() * socketsPerRoom - ledger.deliveries());
    }

    private boolean await(Duration limit, BooleanSupplier done) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!loop.get(done::getAsBoolean)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasurable("interrupted");
        }
    }
}
