package com.carechain.chat.presence;

import com.carechain.chat.fanout.RedisSubscription;
import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.fanout.RoomChannels;
import com.carechain.chat.presence.PresenceApi.Status;
import com.carechain.chat.room.SummaryResource;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.ServerFrame;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Presence as this replica's sockets know it: changes heard over Redis go to the people who share an open room with the user, to
 * nobody else. After a reconnect, changes may have been missed, so the truth is asked for again and what differs is told.
 */
@ApplicationScoped
public class PresenceView implements SummaryResource.OnlineContacts {
    private static final Logger LOG = Logger.getLogger(PresenceView.class);
    /** As long as somebody who wants to know waits for an answer. */
    public static final Duration WAIT = Duration.ofMillis(300);

    private static final int QUERY_PAGE = 1000;
    /** A pause for a presence-service that has not answered, which may itself have just lost Redis. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final Presence presence;
    private final RedisSubscription redis;
    private final RoomChannels channels;
    private final FrameWriter frames;
    private final ObjectMapper json;
    private final Map<String, Status> told = new ConcurrentHashMap<>();
    private final Set<PresenceApi.Typing> typing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger round = new AtomicInteger();

    PresenceView(
            Presence presence, RedisSubscription redis, RoomChannels channels, FrameWriter frames, ObjectMapper json) {
        this.presence = presence;
        this.redis = redis;
        this.channels = channels;
        this.frames = frames;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        redis.on("presence:status", text -> status(read(text, Status.class)));
        redis.on("presence:typing", text -> typing(read(text, PresenceApi.Typing.class)));
        redis.onConnect(this::missedAll);
        presence.onBack(this::askAgain);
    }

    /** For a welcome, as far as it is answered now: who is not known is offline until a change says otherwise. */
    public Map<String, Seen> of(Presence.Asked asked) {
        Map<String, Seen> seen =
                known(asked, asked.answer.exceptionally(failure -> Map.of()).getNow(Map.of()));
        asked.users.forEach(user -> seen.putIfAbsent(user, Seen.OFFLINE));
        return seen;
    }

    /** Of users asked about now; waits a moment; a user is left out when presence-service does not answer. */
    public Map<String, Seen> known(Collection<String> users) {
        Presence.Asked asked = presence.ask(users);
        try {
            return known(asked, asked.answer.get(WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("Without presence: %s", e.getMessage());
        }
        return Map.of();
    }

    private static Map<String, Seen> known(Presence.Asked asked, Map<String, Status> statuses) {
        Map<String, Seen> seen = new HashMap<>();
        for (String user : asked.users) {
            Status status = asked.here.containsKey(user) ? asked.here.get(user) : statuses.get(user);
            if (status != null) seen.put(user, new Seen(status.status(), status.lastSeen()));
        }
        return seen;
    }

    /** @param lastSeen null when never */
    public record Seen(String status, @Nullable Instant lastSeen) {
        public static final Seen OFFLINE = new Seen("offline", null);
    }

    @Override
    public int count(Collection<String> users) {
        if (users.isEmpty()) return 0;
        return (int) known(users).values().stream()
                .filter(seen -> !seen.status().equals("offline"))
                .count();
    }

    private void status(Status s) {
        presence.heard(s);
        Collection<RoomChannel> rooms = channels.withMember(s.userId());
        if (rooms.isEmpty()) {
            told.remove(s.userId());
            return;
        }
        told.put(s.userId(), s);
        String frame = frames.write(new ServerFrame.UserStatus(s.userId(), s.status(), s.lastSeen()));
        rooms.stream()
                .flatMap(room -> room.others(s.userId()).stream())
                .distinct() // once per socket, however many rooms are shared
                .forEach(socket -> socket.tell(frame));
    }

    private void typing(PresenceApi.Typing t) {
        if (t.isTyping()) typing.add(t);
        else typing.remove(new PresenceApi.Typing(t.roomId(), t.userId(), true));
        tellTyping(t);
    }

    /** Who has sent a message types no more, on whatever socket and replica that was. */
    public void hasSent(UUID room, String userId) {
        if (typing.isEmpty()) return;
        if (typing.contains(new PresenceApi.Typing(room.toString(), userId, true)))
            presence.typing(room, userId, false);
    }

    private void tellTyping(PresenceApi.Typing t) {
        UUID id = UUID.fromString(t.roomId());
        RoomChannel room = channels.of(id);
        if (room == null) return;
        String frame = frames.write(new ServerFrame.Typing(id, t.userId(), t.isTyping()));
        room.others(t.userId()).forEach(socket -> socket.tell(frame));
    }

    private void missedAll() {
        presence.missedSome();
        // the end of a typing may have been missed; who goes on typing is announced again
        typing.forEach(t -> tellTyping(new PresenceApi.Typing(t.roomId(), t.userId(), false)));
        typing.clear();
        askAgain();
    }

    private void askAgain() {
        List<String> watched = channels.watchedUsers().collect(Collectors.toList());
        told.keySet().retainAll(watched);
        ask(watched, 0, round.incrementAndGet());
    }

    /** Page by page, each until it is answered: nobody else would ever tell what was missed. A newer round replaces this one. */
    private void ask(List<String> watched, int from, int asked) {
        if (from >= watched.size() || asked != round.get()) return;
        int to = Math.min(watched.size(), from + QUERY_PAGE);
        presence.query(watched.subList(from, to)).whenComplete((all, failure) -> {
            if (failure != null) {
                LATER.execute(() -> ask(watched, from, asked));
                return;
            }
            all.values().stream().filter(this::isNews).forEach(this::status);
            ask(watched, to, asked);
        });
    }

    private boolean isNews(Status now) {
        Status before = told.get(now.userId());
        return before == null || !before.status().equals(now.status());
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName(), e);
        }
    }
}
