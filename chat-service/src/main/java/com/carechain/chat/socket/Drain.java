package com.carechain.chat.socket;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Going away: no new sockets, and the open ones told to go elsewhere, spread over {@code carechain.sockets.drain} so that they do not
 * all come at once. Each is closed when what it has sent is committed and acknowledged.
 */
@Singleton
class Drain {
    private final Provider<Sessions> sessions;
    private final Vertx vertx;
    private final long delayMillis;
    private volatile boolean draining;

    Drain(
            Provider<Sessions> sessions,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay) {
        this.sessions = sessions;
        this.vertx = vertx;
        this.delayMillis = delay.toMillis();
    }

    boolean isDraining() {
        return draining;
    }

    /** The framework stops being ready, fires this, waits for the delay, and only then stops. */
    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true; // before the list is made: a socket that is not on it finds this
        List<SocketSession> open = List.copyOf(sessions.get().all());
        for (int i = 0; i < open.size(); i++) {
            SocketSession session = open.get(i);
            long at = delayMillis * 8 / 10 * i / open.size(); // the last fifth is for what is under way
            long patience = delayMillis - at;
            if (at < 1) session.leave(CloseCode.GOING_AWAY, patience);
            else vertx.setTimer(at, t -> session.leave(CloseCode.GOING_AWAY, patience));
        }
    }
}
