package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter;
import com.carechain.bench.socket.Chatter;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.socket.Ledger;
import com.carechain.bench.socket.Loop;
import com.carechain.bench.stack.BenchRooms;
import com.carechain.bench.stack.NotMeasurable;
import com.carechain.bench.stack.People;
import com.carechain.bench.stack.People.Person;
import com.carechain.bench.stack.Rest;
import com.carechain.bench.stack.Table;
import com.carechain.bench.stack.Target;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What every shape works with. */
public final class Bench implements AutoCloseable {

    private static final int PRIMING = 40_001;
    private static final int PRIMING_ROOMS = 50;

    private final Target target;
    private final Timing timing;
    private final People people;
    private final Rest rest = new Rest();
    private final BenchRooms rooms;
    private final Table table;
    private final Meter meter;
    private final Loop loop = new Loop();

    public Bench(Target target, Timing timing) {
        this.target = target;
        this.timing = timing;
        this.people = new People(target.devKey());
        this.rooms = new BenchRooms(target, people, rest);
        this.table = new Table(target.jdbcUrl());
        this.meter = new Meter(target.groups());
    }

    /**
     * @param warmUp load before anything counts
     * @param window what counts
     * @param scale of counts of sockets and rows; 1 is the documented size, less is for trying things
     */
    public record Timing(Duration warmUp, Duration window, double scale) {
        int scaled(int count) {
            return Math.max(2, (int) Math.round(count * scale));
        }
    }

    Target target() {
        return target;
    }

    Timing timing() {
        return timing;
    }

    People people() {
        return people;
    }

    Rest rest() {
        return rest;
    }

    BenchRooms rooms() {
        return rooms;
    }

    Table table() {
        return table;
    }

    Meter meter() {
        return meter;
    }

    Loop loop() {
        return loop;
    }

    /**
     * Sockets in these rooms, not connected yet: the two sides of a room in turn, on the replicas in turn, so that with several
     * replicas a message has to cross over.
     *
     * @param first number of the first room
     */
    Crowd crowd(int first, int count, int socketsPerRoom) {
        return crowd(first, count, socketsPerRoom, false);
    }

    /** @param apart each room's sockets are all on one replica */
    Crowd crowd(int first, int count, int socketsPerRoom, boolean apart) {
        List<UUID> ids = rooms.open(first, count);
        var crowd = new Crowd(loop);
        var ledger = new Ledger();
        for (int room = 0; room < count; room++) {
            for (int n = 0; n < socketsPerRoom; n++) {
                crowd.add(new Chatter(
                        loop,
                        target.replica(apart ? room : n),
                        ids.get(room),
                        Person.member(first + room, n),
                        people,
                        ledger));
            }
        }
        return crowd;
    }

    /** The closed loop for a while: code that is not compiled yet costs several times as much. */
    public void prime(Duration time) {
        if (time.isZero()) {
            return;
        }
        Crowd crowd = crowd(PRIMING, PRIMING_ROOMS, 2);
        crowd.connect(PRIMING_ROOMS);
        Ledger ledger = crowd.newLedger();
        Runnable stop = crowd.talkWithoutPause();
        pause(time);
        stop.run();
        crowd.settle(ledger, Duration.ofSeconds(20));
        crowd.leave();
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasurable("interrupted");
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
