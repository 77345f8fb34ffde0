package com.carechain.bench.shape;

import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.stack.BigTable;
import java.util.List;

/**
 * People who talk in many rooms, or in one with many windows.
 *
 * @param perSecond messages in all; 0: closed loop, each socket keeps one message unanswered
 * @param idleRooms with two more sockets each that say nothing
 * @param variant what else is different
 */
record Rooms(
        String name,
        String description,
        int rooms,
        int socketsPerRoom,
        double perSecond,
        int idleRooms,
        Variant variant)
        implements Shape {

    private static final int FIRST = 1;
    private static final int FIRST_IDLE = 10_001;
    /** The many windows count as sockets of their people, so these are in no other room. */
    private static final int WITH_WINDOWS = 30_001;

    private static final int AT_ONCE = 64;

    /** A variation of a shape, for how cost grows. */
    enum Variant {
        PLAIN,
        /** With several replicas: no room has sockets on two of them. */
        APART,
        /** A million messages are in the table already. */
        BIG_TABLE
    }

    static List<Shape> usual() {
        return List.of(
                new Rooms(
                        "closed",
                        "100 rooms × 2 sockets, each keeps one message unanswered",
                        100,
                        2,
                        0,
                        0,
                        Variant.PLAIN),
                new Rooms("closed-apart", "the same, each room on one replica", 100, 2, 0, 0, Variant.APART),
                new Rooms("open-100", "100 messages a second over 100 rooms × 2", 100, 2, 100, 0, Variant.PLAIN),
                new Rooms("open-1000", "1,000 messages a second over 100 rooms × 2", 100, 2, 1000, 0, Variant.PLAIN),
                new Rooms("fan-out", "one room, 2 people with 8 windows each, closed loop", 1, 16, 0, 0, Variant.PLAIN),
                new Rooms(
                        "idle-5000",
                        "200 messages a second beside 5,000 idle sockets",
                        100,
                        2,
                        200,
                        2500,
                        Variant.PLAIN));
    }

    static List<Shape> growing() {
        return List.of(
                new Rooms("closed-10", "10 rooms × 2, closed loop", 10, 2, 0, 0, Variant.PLAIN),
                new Rooms("closed-1000", "1,000 rooms × 2, closed loop", 1000, 2, 0, 0, Variant.PLAIN),
                new Rooms(
                        "closed-1m",
                        "100 rooms × 2, closed loop, a million messages in the table",
                        100,
                        2,
                        0,
                        0,
                        Variant.BIG_TABLE));
    }

    @Override
    public boolean fits(Bench bench) {
        return variant != Variant.APART || bench.target().chat().size() > 1;
    }

    @Override
    public List<Result> run(Bench bench) {
        if (variant == Variant.BIG_TABLE) {
            new BigTable(bench.table(), bench.timing().scaled(BigTable.MESSAGES)).fill();
        }
        Crowd idle = bench.crowd(FIRST_IDLE, idleRooms == 0 ? 0 : bench.timing().scaled(idleRooms), 2);
        Crowd crowd = bench.crowd(
                socketsPerRoom == 2 ? FIRST : WITH_WINDOWS, rooms, socketsPerRoom, variant == Variant.APART);
        try {
            idle.connect(AT_ONCE);
            crowd.connect(AT_ONCE);
            return List.of(Talk.run(
                    bench, name, crowd, () -> perSecond == 0 ? crowd.talkWithoutPause() : crowd.talk(perSecond)));
        } finally {
            crowd.leave();
            idle.leave();
        }
    }
}
