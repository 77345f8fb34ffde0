package com.carechain.presence.sweep;

import com.carechain.presence.ops.PresenceMetrics;
import com.carechain.presence.redis.RedisAway;
import com.carechain.presence.state.PresenceStore;
import com.carechain.presence.state.StateConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sweeps at a fixed pace, on one virtual thread: the scheduler extension ticks once a second, which is too coarse. Also
 * the one that asks Redis whether it is back.
 */
@Singleton
class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(10);

    private final PresenceStore store;
    private final PresenceMetrics metrics;
    private final Duration interval;
    private final Thread thread = Thread.ofVirtual().name("presence-sweeper").unstarted(this::run);

    Sweeper(PresenceStore store, PresenceMetrics metrics, SweepConfig config, StateConfig state) {
        this.store = store;
        this.metrics = metrics;
        this.interval = config.interval();
        if (!interval.isPositive()
                || interval.multipliedBy(4).compareTo(state.outage().after()) > 0) {
            throw new IllegalArgumentException("carechain.presence.sweep.interval must be longer than 0 and at most a"
                    + " quarter of carechain.presence.outage.after: else every pause between sweeps is an outage");
        }
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(sweep() ? interval : AFTER_A_DEFECT);
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped.");
        }
    }

    private boolean sweep() {
        try {
            if (store.isReachable()) {
                metrics.sweep().record(store::sweep);
            }
        } catch (RedisAway e) {
            LOG.debug("Redis is away; the link has said so.");
        } catch (RuntimeException e) {
            LOG.errorf(e, "A sweep failed. The next one follows in %d s.", AFTER_A_DEFECT.toSeconds());
            return false;
        }
        return true;
    }
}
