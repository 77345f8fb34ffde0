package com.carechain.chat.socket;

import com.carechain.chat.ops.ChatMetrics;
import io.micrometer.core.instrument.Counter;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open sockets of this replica, by connection and by user. */
@Singleton
class Sessions {
    private final Map<String, SocketSession> byConnection = new ConcurrentHashMap<>();
    private final Map<String, Set<SocketSession>> byUser = new ConcurrentHashMap<>();
    private final Counter opened;
    private final Counter closedByOthers;
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    Sessions(ChatMetrics metrics) {
        metrics.openSockets(byConnection::size);
        opened = metrics.socketsOpened();
        closedByOthers = metrics.socketsClosed("none");
        for (CloseCode code : CloseCode.values())
            closed.put(code, metrics.socketsClosed(Integer.toString(code.code())));
    }

    void add(SocketSession session) {
        opened.increment();
        byConnection.put(session.connectionId(), session);
        byUser.computeIfAbsent(session.userId(), u -> ConcurrentHashMap.newKeySet(1))
                .add(session);
    }

    /** False: it was not here. */
    boolean remove(SocketSession session) {
        if (byConnection.remove(session.connectionId()) == null) return false;
        count(session.closedWith());
        byUser.computeIfPresent(session.userId(), (u, all) -> {
            all.remove(session);
            return all.isEmpty() ? null : all;
        });
        return true;
    }

    private void count(@Nullable CloseCode code) {
        (code == null ? closedByOthers : closed.getOrDefault(code, closedByOthers)).increment();
    }

    Collection<SocketSession> of(Collection<String> users) {
        return users.stream()
                .flatMap(u -> byUser.getOrDefault(u, Set.of()).stream())
                .toList();
    }

    int count(String userId) {
        return byUser.getOrDefault(userId, Set.of()).size();
    }

    Collection<SocketSession> all() {
        return byConnection.values();
    }
}
