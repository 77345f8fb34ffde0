package com.carechain.chat.fanout;

import com.carechain.chat.ops.Pace;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's one listening connection to Redis. Subscriptions end with their connection and Redis keeps nothing for later, so
 * after every (re)connect all channels are subscribed again and whoever asked is told to read the truth anew.
 */
@ApplicationScoped
public class RedisSubscription {
    private static final Logger LOG = Logger.getLogger(RedisSubscription.class);
    private static final long RECONNECT_MILLIS = 500;
    /** From one question whether Redis is still there to the next: a node that has vanished says nothing, and who only listens never notices. */
    private static final long PING_MILLIS = 5_000;
    /** Until a question counts as not answered. */
    private static final long PONG_MILLIS = 2_000;
    /** Least time from one change of what is heard to the next; when many rooms are opened at a time, they share one. */
    private static final long PACE_MILLIS = 2;

    private final Redis redis;
    private final Vertx vertx;
    private final Pace pace;
    private final Map<String, Consumer<String>> handlers = new ConcurrentHashMap<>();
    private final List<Runnable> onConnect = new CopyOnWriteArrayList<>();
    private volatile @Nullable RedisConnection connection;
    private volatile boolean stopped;
    private boolean complained;
    /** What Redis has not been told yet, by channel: the latest counts. */
    private Map<String, Command> news = new HashMap<>();

    RedisSubscription(Redis redis, Vertx vertx) {
        this.redis = redis;
        this.vertx = vertx;
        this.pace = new Pace(vertx, PACE_MILLIS, this::tellChanges);
    }

    void start(@Observes StartupEvent event) {
        vertx.runOnContext(v -> connect());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        RedisConnection open = connection;
        if (open != null) open.close();
    }

    /** Handlers run on an event loop: they must not block. */
    public void on(String channel, Consumer<String> handler) {
        handlers.put(channel, handler);
        changed(channel, Command.SUBSCRIBE);
    }

    public void off(String channel) {
        handlers.remove(channel);
        changed(channel, Command.UNSUBSCRIBE);
    }

    /** Told, on an event loop, each time the channels are heard again. */
    public void onConnect(Runnable listener) {
        onConnect.add(listener);
        if (connection != null) listener.run();
    }

    public boolean isConnected() {
        return connection != null;
    }

    private void changed(String channel, Command command) {
        if (connection == null) return; // all channels are subscribed when there is one
        synchronized (this) {
            news.put(channel, command);
            if (news.size() > 1) return; // it goes with those before
        }
        pace.call();
    }

    private void tellChanges() {
        Map<String, Command> told;
        synchronized (this) {
            told = news;
            news = new HashMap<>();
        }
        send(Command.SUBSCRIBE, told);
        send(Command.UNSUBSCRIBE, told);
    }

    private void send(Command command, Map<String, Command> told) {
        RedisConnection open = connection;
        Request request = Request.cmd(command);
        int channels = 0;
        for (Map.Entry<String, Command> channel : told.entrySet()) {
            if (!channel.getValue().equals(command)) continue;
            request.arg(channel.getKey());
            channels++;
        }
        if (open != null && channels > 0) open.send(request).onFailure(e -> lost(open, e));
    }

    private void connect() {
        if (stopped) return;
        redis.connect().onFailure(this::retry).onSuccess(open -> {
            var inbox = new Inbox();
            open.handler(inbox::add);
            open.exceptionHandler(e -> lost(open, e));
            open.endHandler(v -> lost(open, null));
            connection = open;
            watch(open, inbox);
            // read after the assignment: a channel added meanwhile is subscribed twice rather than never
            Request all = Request.cmd(Command.SUBSCRIBE);
            handlers.keySet().forEach(all::arg);
            if (!handlers.isEmpty()) open.send(all).onFailure(e -> lost(open, e));
            if (complained) LOG.info("Redis is back");
            complained = false;
            onConnect.forEach(Runnable::run);
        });
    }

    /**
     * Whatever is heard after the question is a sign of life. It need not be the answer: when a message comes before it, the client takes
     * the message for it, and the answer for a message (RedisStandaloneConnection of Vert.x 4.5).
     */
    private void watch(RedisConnection open, Inbox inbox) {
        vertx.setTimer(PING_MILLIS, t -> {
            if (connection != open) return;
            int before = inbox.count.get();
            open.send(Request.cmd(Command.PING)).onSuccess(pong -> inbox.count.incrementAndGet());
            vertx.setTimer(PONG_MILLIS, late -> {
                if (inbox.count.get() == before) lost(open, new TimeoutException("it does not answer"));
                else watch(open, inbox);
            });
        });
    }

    private void retry(@Nullable Throwable e) {
        if (stopped) return;
        if (!complained)
            LOG.warnf(
                    "Redis cannot be reached; messages go on through PostgreSQL: %s", e == null ? "" : e.getMessage());
        complained = true;
        vertx.setTimer(RECONNECT_MILLIS, t -> connect());
    }

    private synchronized void lost(RedisConnection open, @Nullable Throwable e) {
        if (connection != open) return; // told before
        connection = null;
        open.close();
        retry(e);
    }

    /**
     * What has come with one read of a connection; its event loop's own. The messages are taken together when all of them are there, so
     * that a socket's event loop is woken once for all.
     */
    private final class Inbox {
        final AtomicInteger count = new AtomicInteger();
        private List<Response> heard = new ArrayList<>();

        void add(Response message) {
            count.incrementAndGet();
            heard.add(message);
            if (heard.size() == 1) vertx.runOnContext(v -> takeAll());
        }

        private void takeAll() {
            List<Response> all = heard;
            heard = new ArrayList<>();
            Burst.run(() -> all.forEach(RedisSubscription.this::take));
        }
    }

    private void take(Response message) {
        boolean isMessage = message.type() == ResponseType.MULTI || message.type() == ResponseType.PUSH;
        if (!isMessage
                || message.size() != 3
                || !"message".equals(message.get(0).toString())) return;
        String channel = message.get(1).toString();
        Consumer<String> handler = handlers.get(channel);
        if (handler == null) return;
        try {
            handler.accept(message.get(2).toString());
        } catch (RuntimeException e) {
            LOG.errorf(e, "A message on %s could not be taken", channel);
        }
    }
}
