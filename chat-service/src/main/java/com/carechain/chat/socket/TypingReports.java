package com.carechain.chat.socket;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.presence.Presence;
import com.carechain.chat.presence.PresenceView;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Passes typing on, at most once a second per user and room; a burst of one user costs the others nothing. */
@Singleton
class TypingReports {
    private static final long FORGET_MILLIS = 10_000;
    private final Presence presence;
    private final PresenceView view;
    private final InstantSource clock;
    private final long intervalMillis;
    private final Map<Writer, Report> reported = new ConcurrentHashMap<>();

    TypingReports(Presence presence, PresenceView view, InstantSource clock, ChatConfig config) {
        this.presence = presence;
        this.view = view;
        this.clock = clock;
        this.intervalMillis = config.limits().typingIntervalMillis();
    }

    private record Writer(UUID room, String userId, String connectionId) {}

    /** @param began when typing was last passed on, in ms since 1970; kept after its end, lest changes of mind come faster */
    private record Report(long began, boolean hasEnded) {}

    void typing(UUID room, SocketSession session) {
        Writer writer = new Writer(room, session.userId(), session.connectionId());
        long now = clock.millis();
        Report before = reported.get(writer);
        if (before != null && now - before.began < intervalMillis) return;
        reported.put(writer, new Report(now, false));
        presence.typing(room, writer.userId, true);
    }

    /** Whichever of the user's sockets it was that reported typing. */
    void hasSent(UUID room, SocketSession session) {
        if (!ended(room, session)) view.hasSent(room, session.userId());
    }

    /** On an explicit end, or a closed socket. False: this socket has reported nothing that would have to end. */
    boolean ended(UUID room, SocketSession session) {
        Writer writer = new Writer(room, session.userId(), session.connectionId());
        Report before = reported.get(writer);
        if (before == null || before.hasEnded) return false;
        reported.put(writer, new Report(before.began, true));
        presence.typing(room, writer.userId, false);
        return true;
    }

    void closed(SocketSession session) {
        reported.keySet().stream()
                .filter(w -> w.connectionId.equals(session.connectionId()))
                .toList()
                .forEach(w -> {
                    ended(w.room, session);
                    reported.remove(w);
                });
    }

    @Scheduled(every = "10s")
    void forget() {
        long old = clock.millis() - FORGET_MILLIS; // presence-service has ended these by itself
        reported.values().removeIf(report -> report.began < old);
    }
}
