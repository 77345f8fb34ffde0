package com.carechain.chat.socket;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open sockets of this replica, by connection and by user. */
@ApplicationScoped
class Sessions {
    private final Map<String, SocketSession> byConnection = new ConcurrentHashMap<>();
    private final Map<String, Set<SocketSession>> byUser = new ConcurrentHashMap<>();

    Sessions(MeterRegistry metrics) {
        metrics.gaugeMapSize("carechain.sockets.open", List.of(), byConnection);
    }

    void add(SocketSession session) {
        byConnection.put(session.connectionId(), session);
        byUser.computeIfAbsent(session.userId(), u -> ConcurrentHashMap.newKeySet())
                .add(session);
    }

    /** False: it was not here. */
    boolean remove(SocketSession session) {
        if (byConnection.remove(session.connectionId()) == null) return false;
        byUser.computeIfPresent(session.userId(), (u, all) -> {
            all.remove(session);
            return all.isEmpty() ? null : all;
        });
        return true;
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
