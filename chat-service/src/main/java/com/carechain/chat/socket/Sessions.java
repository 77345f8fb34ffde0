package com.carechain.chat.socket;

import com.carechain.chat.fanout.ManyByKey;
import com.carechain.chat.ops.ChatMetrics;
import io.micrometer.core.instrument.Counter;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open sockets of this replica, by connection and by user. */
@Singleton
class Sessions {
    private final Map<String, SocketSession> byConnection = new ConcurrentHashMap<>();
    private final ManyByKey<String, SocketSession> byUser = new ManyByKey<>();
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
        byUser.add(session.userId(), session);
    }

    /** False: it was not here. */
    boolean remove(SocketSession session) {
        if (byConnection.remove(session.connectionId()) == null) return false;
        count(session.closedWith());
        byUser.remove(session.userId(), session);
        return true;
    }

    private void count(@Nullable CloseCode code) {
        (code == null ? closedByOthers : closed.getOrDefault(code, closedByOthers)).increment();
    }

    Collection<SocketSession> of(Collection<String> users) {
        return users.stream().flatMap(u -> byUser.of(u).stream()).toList();
    }

    int count(String userId) {
        return byUser.of(userId).size();
    }

    Collection<SocketSession> all() {
        return byConnection.values();
    }
}
