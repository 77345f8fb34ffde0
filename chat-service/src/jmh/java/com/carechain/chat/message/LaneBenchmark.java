package com.carechain.chat.message;

import com.carechain.chat.fanout.Fanouts;
import com.carechain.chat.ops.ServiceSettings;
import com.carechain.chat.wire.Writers;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From submit to the sender's answer with a store that takes no time: the hand-over to the writer and back, batching, and the
 * frame. One alone shows the price of waking the writer, many together what a message costs in a batch; all figures per burst.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LaneBenchmark {
    @Param({"1", "32"})
    int messages;

    private WriteLane lane;
    private List<Draft> drafts;

    @Setup
    public void open() {
        StoredEvents events = new StoredEvents(Writers.of(ServiceSettings.json()), new RecentMessages(), ServiceSettings.metrics(), ServiceSettings.traces());
        lane = new WriteLane("write-lane", new Immediate(), Fanouts.toNobody(), events, ServiceSettings.config().lanes());
        drafts = IntStream.range(0, messages).mapToObj(i -> Drafts.one()).toList();
    }

    @Benchmark
    public void handOver() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(messages);
        for (Draft draft : drafts) lane.submit(draft, outcome -> answered.countDown());
        if (!answered.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("no answer");
    }

    /** Answers at once: PostgreSQL has its own measurements. */
    private static final class Immediate extends PersistentBatch {
        Immediate() {
            super(null, InstantSource.system(), ServiceSettings.config());
        }

        @Override
        Outcome[] store(List<Draft> drafts) {
            return IntStream.range(0, drafts.size())
                    .mapToObj(i -> Drafts.stored(drafts.get(i), i + 1))
                    .toArray(Outcome[]::new);
        }
    }
}
