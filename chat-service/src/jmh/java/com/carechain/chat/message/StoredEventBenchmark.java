package com.carechain.chat.message;

import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.ops.ServiceSettings;
import com.carechain.chat.wire.Writers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A committed message → what all sockets get: once per message, however many sockets there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoredEventBenchmark {
    private final StoredEvents events =
            new StoredEvents(Writers.of(ServiceSettings.json()), new RecentMessages(), ServiceSettings.metrics(), ServiceSettings.traces());
    private final Draft draft = Drafts.one();
    private final Outcome.Stored stored = Drafts.stored(draft, 1);

    @Benchmark
    public RoomEvent message() {
        return events.of(draft, stored);
    }
}
