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
import java.util.UUID;

/** A new room appears by itself on its members' {@code /ws/} sockets, on whatever replica they are. */
@ApplicationScoped
class NewRooms {
    private static final String CHANNEL = "chat:rooms";
    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Rooms rooms;
    private final Redis redis;
    private final RedisSubscription subscription;
    /** Redis is heard again: what was made before that nobody has told. */
    private volatile boolean lookAgain;

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
        List<Request> hints = new ArrayList<>(event.rooms().size());
        for (Room room : event.rooms()) {
            List<String> users =
                    room.members().stream().map(Room.Member::userId).toList();
            tell(sessions.of(users), room);
            hints.add(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(room.id() + " " + String.join(" ", users)));
        }
        redis.batch(hints);
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
