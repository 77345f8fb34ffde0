package com.carechain.chat.fanout;

import com.carechain.chat.fanout.ChangeLog.Missed;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.room.Room;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;

/**
 * A room that someone on this replica follows: puts changes in order of {@code rev}, whoever brings them, and passes each on once.
 * A change that comes too early asks for a repair; one that came before is dropped.
 */
public final class RoomChannel {
    /** Frames kept for one subscriber that is still reading what it missed; more, and it reads again. */
    private static final int MAX_WAITING = 256;

    private final UUID id;
    private final Runnable repair;
    private final Map<Subscriber, Place> places = new HashMap<>();
    private Room room;
    private long rev;
    private long wanted;
    private boolean repairing;

    /** @param repair starts reading, elsewhere, what PostgreSQL has beyond {@link #rev()}; ends in repaired or repairFailed */
    RoomChannel(Room room, Runnable repair) {
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
        final Queue<Delivery> waiting = new ArrayDeque<>();
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

    synchronized long rev() {
        return rev;
    }

    /** From now on changes are kept for the subscriber; it reads what came before, then calls {@link #goLive}. */
    synchronized void add(Subscriber subscriber) {
        places.putIfAbsent(subscriber, new Place(rev));
    }

    /** The subscriber goes back in time: it reads again and calls {@link #goLive} again. */
    public synchronized void hold(Subscriber subscriber) {
        places.replace(subscriber, new Place(rev));
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
        if (event.rev() == rev + 1 && !event.deliveries().isEmpty() && !repairing) {
            rev = event.rev();
            passOn(event.deliveries());
        } else {
            askFor(event.rev());
        }
    }

    /** PostgreSQL is said to be at that rev. */
    synchronized void askFor(long atLeast) {
        wanted = Math.max(wanted, atLeast);
        if (wanted <= rev || repairing) return;
        repairing = true;
        repair.run();
    }

    /** What a repair has read. True: read once more. */
    synchronized boolean repaired(Missed missed) {
        room = missed.room();
        if (missed.rev() > rev) {
            rev = missed.rev();
            passOn(missed.deliveries());
        }
        for (Subscriber subscriber : List.copyOf(places.keySet()))
            if (room.member(subscriber.userId()).isEmpty()) subscriber.removed(this);
        // An announced rev that PostgreSQL did not know at that read was no commit, or is announced again by the sweep.
        wanted = Math.min(wanted, Math.max(rev, missed.room().rev()));
        repairing = missed.more() || wanted > rev;
        return repairing;
    }

    synchronized void repairFailed() {
        repairing = false;
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

    /** Presence and typing of a member: to the other members' subscribers. */
    public synchronized void tellOthers(String userId, String frame) {
        places.forEach((subscriber, place) -> {
            if (place.live && !subscriber.userId().equals(userId)) subscriber.tell(frame);
        });
    }
}
