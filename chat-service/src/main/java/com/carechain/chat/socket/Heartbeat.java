package com.carechain.chat.socket;

import com.carechain.chat.fanout.Burst;
import com.carechain.chat.ops.ChatConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What happens to open sockets as time passes: each is pinged once per heartbeat, spread over it, so that a dead peer is noticed by its
 * missing pong (see {@link Silence}); a token that ends closes its socket; a peer that does not answer the closing handshake,
 * because it does not read, is cut.
 */
@ApplicationScoped
class Heartbeat {
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(10);
    private final Sessions sessions;
    private final InstantSource clock;
    private final int seconds;
    private int beat;

    Heartbeat(Sessions sessions, InstantSource clock, ChatConfig config) {
        this.sessions = sessions;
        this.clock = clock;
        this.seconds = (int) Math.max(1, config.sockets().heartbeat().toSeconds());
    }

    @Scheduled(every = "1s")
    void tick() {
        Instant now = clock.instant();
        beat = (beat + 1) % seconds;
        Burst.run(() -> sessions.all().forEach(session -> look(session, now)));
    }

    private void look(SocketSession session, Instant now) {
        if (session.isClosedFor(CLOSING_PATIENCE)) session.cut();
        else if (session.caller().expires().isBefore(now)) session.close(CloseCode.EXPIRED);
        else if (Math.floorMod(session.hashCode(), seconds) == beat) session.ping();
    }
}
