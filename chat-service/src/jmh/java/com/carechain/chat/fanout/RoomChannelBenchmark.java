package com.carechain.chat.fanout;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One committed message to all subscribers of its room, in order of rev; without what a socket costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoomChannelBenchmark {
    private static final String FRAME = "{\"type\":\"chat_message\"}";

    @Param({"2", "16", "256"})
    int subscribers;

    private RoomChannel channel;
    private UUID id;
    private long rev;

    @Setup
    public void open() {
        id = UUID.randomUUID();
        rev = 0;
        Room room = new Room(
                id,
                null,
                new Job("job", "Nurse"),
                "active",
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(
                        new Room.Member("ana", Role.CANDIDATE, "Ana", 0, 0, false),
                        new Room.Member("mercy", Role.EMPLOYER, "Mercy", 0, 0, false)));
        channel = new RoomChannel(room, patience -> {});
        for (int i = 0; i < subscribers; i++) {
            Listener listener = new Listener();
            channel.add(listener);
            channel.goLive(listener, 0, () -> {});
        }
    }

    @Benchmark
    public void message() {
        rev++;
        channel.accept(new RoomEvent(id, rev, List.of(new Delivery(FRAME, rev))));
    }

    private static final class Listener implements Subscriber {
        private long heard;

        @Override
        public String userId() {
            return "ana";
        }

        @Override
        public void deliver(RoomChannel channel, Delivery delivery) {
            heard += delivery.rev();
        }

        @Override
        public void tell(String frame) {
            heard++;
        }

        @Override
        public void removed(RoomChannel channel) {}
    }
}
