package com.carechain.chat.socket;

import com.carechain.chat.fanout.RedisSubscription;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.Rooms;
import com.carechain.chat.room.RoomsMade;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A new room appears by itself on its members' {@code /ws/} sockets, on whatever replica they are. */
@ApplicationScoped
class NewRooms {
    private static final String CHANNEL = "chat:rooms";
    /** Beyond it Redis has been away for so long that the others look for rooms themselves. */
    private static final int MOST_UNTOLD = 10_000;

    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Rooms rooms;
    private final Redis redis;
    private final RedisSubscription subscription;
    /** Redis is heard again: what was made before that nobody has told. */
    private volatile boolean lookAgain;
    /** What Redis did not take: the others may hear it all the same, and wait for what it tells. */
    private final BlockingQueue<String> untold = new ArrayBlockingQueue<>(MOST_UNTOLD);

    NewRooms(Sessions sessions, Subscriptions subscriptions, Rooms rooms, Redis redis, RedisSubscription subscription) {
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.rooms = rooms;
        this.redis = redis;
        this.subscription = subscription;
    }

    void start(@Observes StartupEvent event) {
        subscription.on(CHANNEL, this::heard);
        subscription.onConnect(() -> lookAgain = true);
    }

    void made(@Observes RoomsMade event) {
        List<String> hints = new ArrayList<>(event.rooms().size());
        for (Room room : event.rooms()) {
            Set<String> users = room.userIds();
            tell(sessions.of(users), room);
            hints.add(room.id() + " " + String.join(" ", users));
        }
        publish(hints);
    }

    private void publish(List<String> hints) {
        if (hints.isEmpty()) return;
        List<Request> pipeline = hints.stream()
                .map(hint -> Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(hint))
                .toList();
        redis.batch(pipeline).onFailure(e -> hints.forEach(untold::offer));
    }

    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    void tellAgain() {
        List<String> hints = new ArrayList<>();
        untold.drainTo(hints);
        publish(hints);
    }

    /** Without Redis nobody tells of rooms that another replica has made: look for them, and once more when it is back. */
    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void lookWithoutRedis() {
        if (subscription.isConnected() && !lookAgain) return;
        lookAgain = false;
        for (SocketSession session : List.copyOf(sessions.all())) {
            if (session.onlyRoom != null || session.isClosed()) continue;
            try {
                rooms.of(session.userId()).forEach(room -> subscriptions.added(session, room));
            } catch (RuntimeException e) {
                lookAgain = true;
                if (!Outage.is(e)) throw e;
            }
        }
    }

    private void heard(String text) {
        List<String> words = List.of(text.split(" "));
        Collection<SocketSession> here = sessions.of(words.subList(1, words.size()));
        if (here.stream().allMatch(s -> s.onlyRoom != null)) return;
        UUID id = UUID.fromString(words.getFirst());
        Thread.startVirtualThread(() -> rooms.read(id).ifPresent(room -> tell(here, room)));
    }

    private void tell(Collection<SocketSession> here, Room room) {
        here.forEach(session -> subscriptions.added(session, room));
    }
}
