package com.carechain.chat.message;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Where every new message goes: a few lanes, chosen by room, so that a room's messages of this replica keep their order. */
@Singleton
@Startup // its metrics are there before the first message
public class WriteLanes {
    private static final Duration RETRY_WHEN_FULL = Duration.ofMillis(500);
    private final WriteLane[] lanes;
    private final Duration longest;

    WriteLanes(PersistentBatch store, Fanout fanout, StoredEvents events, ChatMetrics metrics, ChatConfig config) {
        ChatConfig.Lanes c = config.lanes();
        lanes = IntStream.range(0, c.count())
                .mapToObj(i -> new WriteLane("write-lane-" + i, store, fanout, events, c))
                .toArray(WriteLane[]::new);
        longest = c.retryFor().multipliedBy(2).plusSeconds(5);
        metrics.lanes(this::depth);
    }

    /** Returns at once. The answer comes later on another thread, before the fan-out, and must not block. */
    public void submit(Draft draft, Consumer<Outcome> answer) {
        if (!lane(draft.roomId()).submit(draft, answer)) answer.accept(new Outcome.Refused(full()));
    }

    /** The outcome, on the writer's thread: what follows must not block. */
    CompletableFuture<Outcome> store(Draft draft) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        submit(draft, outcome::complete);
        return outcome.completeOnTimeout(new Outcome.Refused(full()), longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private WriteLane lane(UUID room) {
        return lanes[Math.floorMod(room.hashCode(), lanes.length)];
    }

    private int depth() {
        int sum = 0;
        for (WriteLane lane : lanes) sum += lane.depth();
        return sum;
    }

    private static Refusal full() {
        return Refusal.retry(Code.OVERLOADED, "Too many messages are waiting to be stored.", RETRY_WHEN_FULL);
    }
}
