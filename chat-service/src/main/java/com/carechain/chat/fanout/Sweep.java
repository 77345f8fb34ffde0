package com.carechain.chat.fanout;

import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.problem.Outage;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Compares the open rooms with PostgreSQL, slowly and for ever: what no hint told of is delivered within one round. */
@ApplicationScoped
class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int ROOMS_PER_QUERY = 5000;
    private final RoomChannels channels;
    private final ChangeLog changes;

    private volatile int behind;

    Sweep(RoomChannels channels, ChangeLog changes, ChatMetrics metrics) {
        this.channels = channels;
        this.changes = changes;
        metrics.roomsBehind(() -> behind);
    }

    @Scheduled(every = "${carechain.fanout.sweep:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void compare() {
        AtomicInteger found = new AtomicInteger();
        List<UUID> open = new ArrayList<>(channels.rooms());
        try {
            for (int i = 0; i < open.size(); i += ROOMS_PER_QUERY) {
                changes.revs(open.subList(i, Math.min(open.size(), i + ROOMS_PER_QUERY)))
                        .forEach((room, rev) -> {
                            RoomChannel channel = channels.of(room);
                            if (channel != null && channel.askFor(rev)) found.incrementAndGet();
                        });
            }
            behind = found.get();
        } catch (RuntimeException e) {
            if (!Outage.is(e)) throw e;
            LOG.debugf("No sweep without PostgreSQL: %s", e.getMessage());
        }
    }
}
