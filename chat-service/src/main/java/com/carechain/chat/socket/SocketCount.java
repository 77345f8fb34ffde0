package com.carechain.chat.socket;

import com.carechain.chat.fanout.Replicas;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ScriptResource;
import io.quarkus.scheduler.Scheduled;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many sockets a user has, over all replicas. This replica's own are counted at once; those of others through Redis, without
 * waiting: the socket that was one too many is closed a moment after it opened. Without Redis each replica counts alone.
 */
@ApplicationScoped
class SocketCount {
    private static final String KEY = "chat:sockets:";
    private static final String SCRIPT = ScriptResource.read("lua/count-sockets.lua");
    /** Three rounds of renewing. */
    private static final int LIFETIME_MILLIS = 90_000;

    private final Sessions sessions;
    private final Replicas replicas;
    private final Redis redis;
    private final int most;

    SocketCount(Sessions sessions, Replicas replicas, Redis redis, ChatConfig config) {
        this.sessions = sessions;
        this.replicas = replicas;
        this.redis = redis;
        this.most = config.limits().socketsPerUser();
    }

    /** Whether this replica alone has as many as are allowed. */
    boolean isFull(String userId) {
        return most > 0 && sessions.count(userId) >= most;
    }

    void opened(SocketSession session) {
        if (most == 0 || !replicas.areOthers()) return;
        redis.send(count(session.userId(), List.of(session.connectionId()))).onSuccess(open -> {
            if (open.toInteger() > most) session.close(CloseCode.TOO_MANY_SOCKETS);
        });
    }

    void closed(SocketSession session) {
        if (most == 0 || !replicas.areOthers()) return;
        redis.send(Request.cmd(Command.ZREM).arg(KEY + session.userId()).arg(session.connectionId()));
    }

    @Scheduled(every = "30s")
    void renew() {
        if (most == 0 || !replicas.areOthers()) return;
        Map<String, List<String>> open = sessions.all().stream()
                .collect(Collectors.groupingBy(
                        SocketSession::userId, Collectors.mapping(SocketSession::connectionId, Collectors.toList())));
        if (!open.isEmpty())
            redis.batch(open.entrySet().stream()
                    .map(user -> count(user.getKey(), user.getValue()))
                    .toList());
    }

    private static Request count(String userId, List<String> connections) {
        Request request =
                Request.cmd(Command.EVAL).arg(SCRIPT).arg(1).arg(KEY + userId).arg(LIFETIME_MILLIS);
        connections.forEach(request::arg);
        return request;
    }
}
