package com.carechain.chat.fanout;

import com.carechain.chat.fanout.ChangeLog.Missed;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.room.Room;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A room that someone on this replica follows: puts changes in order of {@code rev}, whoever brings them, and passes each on once.
 * A change that comes too early asks for a repair; one that came before is dropped.
 */
public final class RoomChannel {
    /** Frames kept for one subscriber that is still reading what it missed; more, and it reads again. */
    private static final int MAX_WAITING = 256;

    /** Changes kept that came before their turn. */
    private static final int MAX_EARLY = 256;
    /** Two replicas that write into one room overtake each other's hints; the missing one is mostly on its way. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration AT_ONCE = Duration.ZERO;

    private final UUID id;
    private final Consumer<Duration> repair;
    private final Map<Subscriber, Place> places = new HashMap<>(2);
    private final NavigableMap<Long, RoomEvent> early = new TreeMap<>();
    private Room room;
    private long rev;
    private long wanted;
    /** Somebody has been asked to repair. */
    private boolean repairing;
    /** The repair is reading: nothing is passed on meanwhile, lest it be passed on again. */
    private boolean reading;

    /** @param repair after that pause, calls beginReading, reads, and ends in repaired or repairFailed */
    RoomChannel(Room room, Consumer<Duration> repair) {
        this.id = room.id();
        this.room = room;
        this.rev = room.rev();
        this.repair = repair;
    }

    /**
     * How far a subscriber has come. Until it is live, everything after {@code waitingSince} waits; then everything up to
     * {@code from} has been sent.
     */
    private static final class Place {
        final Queue<Delivery> waiting = new ArrayDeque<>(0);
        long waitingSince;
        long from;
        boolean live;

        Place(long rev) {
            waitingSince = rev;
        }
    }

    public UUID id() {
        return id;
    }

    public synchronized Room room() {
        return room;
    }

    /** From now on changes are kept for the subscriber; it reads what came before, then calls {@link #goLive}. */
    synchronized void add(Subscriber subscriber) {
        places.putIfAbsent(subscriber, new Place(rev));
    }

    /** The subscriber goes back in time: it reads again and calls {@link #goLive} again. The rev up to which it has had everything. */
    public synchronized long hold(Subscriber subscriber) {
        places.replace(subscriber, new Place(rev));
        return rev;
    }

    /** True: nobody is left. */
    synchronized boolean remove(Subscriber subscriber) {
        places.remove(subscriber);
        return places.isEmpty();
    }

    /**
     * The subscriber has everything up to that rev: sends the closing frame, then what has come meanwhile, and from now on all
     * that comes. False: what came between is not kept here; read on from that rev and call again.
     */
    public synchronized boolean goLive(Subscriber subscriber, long upTo, Runnable closingFrame) {
        Place place = places.get(subscriber);
        if (place == null) return true; // closed meanwhile
        if (place.waitingSince > upTo) return false;
        place.from = upTo;
        place.live = true;
        closingFrame.run();
        place.waiting.forEach(delivery -> pass(delivery, subscriber, place));
        place.waiting.clear();
        return true;
    }

    /** As {@link #goLive}, for a subscriber that fetches the rest by itself: what has come meanwhile is part of that rest. */
    public synchronized void goLiveFromNow(Subscriber subscriber, Runnable closingFrame) {
        Place place = places.get(subscriber);
        if (place == null) return;
        goLive(subscriber, Math.max(rev, place.waitingSince), closingFrame);
    }

    /** A change that was committed, from this replica or another, in any order and any number of times. */
    synchronized void accept(RoomEvent event) {
        if (event.rev() <= rev) return;
        if (event.deliveries().isEmpty()) {
            askFor(event.rev(), AT_ONCE);
            return;
        }
        early.put(event.rev(), event);
        if (!reading) passOnInOrder();
        if (early.size() > MAX_EARLY) early.clear();
        else if (!early.isEmpty()) askFor(early.lastKey(), PATIENCE);
    }

    synchronized boolean isBehind(long rev) {
        return this.rev < rev;
    }

    /** PostgreSQL is said to be at that rev. True: this room is behind it. */
    synchronized boolean askFor(long atLeast) {
        askFor(atLeast, AT_ONCE);
        return atLeast > rev;
    }

    private void askFor(long atLeast, Duration patience) {
        wanted = Math.max(wanted, atLeast);
        if (wanted <= rev || repairing) return;
        repairing = true;
        repair.accept(patience);
    }

    /** A repair begins to read after that rev; empty: the gap has closed by itself. */
    synchronized OptionalLong beginReading() {
        reading = wanted > rev;
        repairing = reading;
        return reading ? OptionalLong.of(rev) : OptionalLong.empty();
    }

    /** What a repair has read. */
    synchronized void repaired(Missed missed) {
        reading = false;
        room = missed.room();
        if (missed.rev() > rev) {
            rev = missed.rev();
            passOn(missed.deliveries());
        }
        passOnInOrder();
        for (Subscriber subscriber : List.copyOf(places.keySet()))
            if (room.member(subscriber.userId()).isEmpty()) subscriber.removed(this);
        // An announced rev that PostgreSQL did not know at that read was no commit, or is announced again by the sweep.
        if (!missed.more()) wanted = rev;
    }

    synchronized void repairFailed() {
        reading = false;
        repairing = false;
    }

    private void passOnInOrder() {
        Map.Entry<Long, RoomEvent> next;
        while ((next = early.firstEntry()) != null && next.getKey() <= rev + 1) {
            early.pollFirstEntry();
            if (next.getKey() <= rev) continue;
            rev = next.getKey();
            passOn(next.getValue().deliveries());
        }
    }

    private void passOn(List<Delivery> deliveries) {
        places.forEach((subscriber, place) -> {
            for (Delivery delivery : deliveries) pass(delivery, subscriber, place);
        });
    }

    private void pass(Delivery delivery, Subscriber subscriber, Place place) {
        if (!place.live) {
            place.waiting.add(delivery);
            if (place.waiting.size() > MAX_WAITING) place.waitingSince = forget(place.waiting);
        } else if (delivery.rev() > place.from) {
            subscriber.deliver(this, delivery);
        }
    }

    /** The rev up to which nothing is kept any more. */
    private static long forget(Queue<Delivery> waiting) {
        long last = waiting.stream().mapToLong(Delivery::rev).max().orElseThrow();
        waiting.clear();
        return last;
    }

    /** Those who may know what a member is doing: it has no rev, so who still reads what was missed hears it as well. */
    public synchronized List<Subscriber> others(String userId) {
        return places.keySet().stream()
                .filter(subscriber -> !subscriber.userId().equals(userId))
                .toList();
    }
}
