package com.carechain.chat.presence;

import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.ops.Pace;
import com.carechain.chat.presence.PresenceApi.Activity;
import com.carechain.chat.presence.PresenceApi.Changes;
import com.carechain.chat.presence.PresenceApi.Connection;
import com.carechain.chat.presence.PresenceApi.Lease;
import com.carechain.chat.presence.PresenceApi.Leases;
import com.carechain.chat.presence.PresenceApi.Status;
import com.carechain.chat.presence.PresenceApi.Typing;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Tells presence-service what happens on this replica's sockets. While one call is under way the next one gathers, so there is
 * never more than one, whatever the number of sockets. What cannot be told is dropped: the next round of leases sets it right.
 */
@Singleton
public class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final int MAX_GATHERED = 20_000;
    /** Least time from one call to the next: a call costs as much as a few dozen of the changes it brings. */
    private static final long PACE_MILLIS = 20;
    /** So many new sockets that wait for the answer with their welcomes are worth a call before its time. */
    private static final int ENOUGH_WAITING = 32;

    /** For a call with all it needs, such as a token; the configured limits end its parts sooner. */
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** For what is still to be told when the service stops. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final CompletableFuture<Map<String, Status>> NOTHING_TO_ASK =
            CompletableFuture.completedFuture(Map.of());

    private final PresenceApi api;
    private final Pace pace;
    private final String replica = UUID.randomUUID().toString();
    private final Map<String, Lease> open = new ConcurrentHashMap<>();
    private final ActiveHere active;

    private Gathered gathered = new Gathered();
    private boolean calling;
    private volatile boolean reachable = true;
    private final AtomicBoolean somethingMissed = new AtomicBoolean();
    private volatile Runnable whenBack = () -> {};

    Presence(@RestClient PresenceApi api, Vertx vertx, InstantSource clock, ChatMetrics metrics) {
        this.api = api;
        this.active = new ActiveHere(clock);
        this.pace = new Pace(vertx, PACE_MILLIS, this::call);
        metrics.presenceReachable(() -> reachable ? 1 : 0);
    }

    private static final class Gathered {
        final List<Connection> opened = new ArrayList<>();
        final List<Connection> closed = new ArrayList<>();
        /** By connection: only the latest counts. */
        final Map<String, Activity> activity = new HashMap<>();

        final List<Typing> typing = new ArrayList<>();
        final Set<String> query = new HashSet<>();
        final CompletableFuture<Map<String, Status>> answer = new CompletableFuture<>();
        /** New sockets that wait for the answer. */
        int waiting;

        int size() {
            return opened.size() + closed.size() + activity.size() + typing.size() + query.size();
        }
    }

    /** What is known here, and a question on its way for the rest. */
    public static final class Asked {
        final Collection<String> users;
        final Map<String, Status> here;
        final CompletableFuture<Map<String, Status>> answer;

        private Asked(
                Collection<String> users, Map<String, Status> here, CompletableFuture<Map<String, Status>> answer) {
            this.users = users;
            this.here = here;
            this.answer = answer;
        }

        /** Also when all is known here. */
        public boolean isAnswered() {
            return answer.isDone();
        }

        /** Once it is answered, or cannot be: runs that, on any thread, which it must not block. */
        public void whenAnswered(Runnable then) {
            answer.whenComplete((statuses, failure) -> then.run());
        }
    }

    /** And asks, in the same call, where those users are now; what is announced of them from here on must be heard. */
    public Asked opened(String userId, String connectionId, Collection<String> users) {
        open.put(connectionId, new Lease(userId, connectionId, false));
        active.oneMore(userId);
        Map<String, Status> here = here(users);
        List<String> elsewhere =
                users.stream().filter(user -> !here.containsKey(user)).toList();
        CompletableFuture<Map<String, Status>> answer = gather(g -> {
            g.opened.add(new Connection(userId, connectionId));
            g.query.addAll(elsewhere);
            if (!elsewhere.isEmpty()) g.waiting++;
        });
        return new Asked(users, here, elsewhere.isEmpty() ? NOTHING_TO_ASK : answer);
    }

    /**
     * Whose status need not be asked. Not said while presence-service is away: it does not hear of the end either, and nobody would
     * tell.
     */
    private Map<String, Status> here(Collection<String> users) {
        if (!reachable) return Map.of();
        Map<String, Status> here = HashMap.newHashMap(users.size());
        for (String user : users) {
            Instant lastSeen = active.lastSeen(user);
            if (lastSeen != null) here.put(user, new Status(user, "online", lastSeen));
        }
        return here;
    }

    public void closed(String userId, String connectionId) {
        Lease before = open.remove(connectionId);
        if (before != null && !before.idle()) active.oneClosed(userId);
        gather(g -> g.closed.add(new Connection(userId, connectionId)));
    }

    /** Nothing when that is known already: what was lost on the way is told with the next leases. */
    public void activity(String userId, String connectionId, boolean idle) {
        Lease before = open.replace(connectionId, new Lease(userId, connectionId, idle));
        if (before == null || before.idle() == idle) return;
        if (idle) active.oneLess(userId);
        else active.oneMore(userId);
        gather(g -> g.activity.put(connectionId, new Activity(userId, connectionId, idle)));
    }

    public void typing(UUID room, String userId, boolean isTyping) {
        gather(g -> g.typing.add(new Typing(room.toString(), userId, isTyping)));
    }

    /** Where these users are now. Fails when presence-service does not answer. */
    CompletableFuture<Map<String, Status>> query(Collection<String> users) {
        return gather(g -> g.query.addAll(users));
    }

    Asked ask(Collection<String> users) {
        return new Asked(users, Map.of(), query(users));
    }

    /** What presence-service has announced of a user. */
    void heard(Status now) {
        if (!now.status().equals("online")) active.isGone(now.userId());
    }

    /** Announcements may have been missed. */
    void missedSome() {
        active.mayBeGone();
    }

    /** Runs that when presence-service has been away and knows this replica's sockets again: what it could not tell was missed. */
    void onBack(Runnable then) {
        whenBack = then;
    }

    private CompletableFuture<Map<String, Status>> gather(Consumer<Gathered> what) {
        CompletableFuture<Map<String, Status>> answer;
        boolean first;
        boolean enough;
        synchronized (this) {
            if (gathered.size() > MAX_GATHERED)
                return CompletableFuture.failedFuture(new IllegalStateException("full"));
            what.accept(gathered);
            answer = gathered.answer;
            first = !calling;
            calling = true;
            enough = gathered.waiting == ENOUGH_WAITING;
        }
        if (first) pace.call();
        if (enough) pace.hurry();
        return answer;
    }

    private void next() {
        boolean enough;
        synchronized (this) {
            calling = gathered.size() > 0;
            if (!calling) return;
            enough = gathered.waiting >= ENOUGH_WAITING;
        }
        pace.call();
        if (enough) pace.hurry();
    }

    private void call() {
        Gathered now;
        synchronized (this) {
            now = gathered;
            gathered = new Gathered();
        }
        limited(api.changes(new Changes(
                        replica,
                        now.opened,
                        now.closed,
                        List.copyOf(now.activity.values()),
                        now.typing,
                        List.copyOf(now.query))))
                .subscribe()
                .with(
                        statuses -> {
                            reached();
                            now.answer.complete(byUser(statuses.statuses()));
                            next();
                        },
                        e -> {
                            missed(e);
                            now.answer.completeExceptionally(e);
                            next();
                        });
    }

    private static <T> Uni<T> limited(Uni<T> call) {
        return call.ifNoItem().after(LIMIT).fail();
    }

    private static Map<String, Status> byUser(List<Status> statuses) {
        Map<String, Status> all = HashMap.newHashMap(statuses.size());
        statuses.forEach(status -> all.put(status.userId(), status));
        return all;
    }

    /** The truth, whole: heals whatever was lost on the way. */
    @Scheduled(every = "${carechain.presence.heartbeat:15s}", concurrentExecution = ConcurrentExecution.SKIP)
    void renewLeases() {
        active.forgetOld();
        limited(api.leases(new Leases(replica, List.copyOf(open.values()))))
                .subscribe()
                .with(
                        done -> {
                            reached();
                            if (somethingMissed.getAndSet(false)) whenBack.run();
                        },
                        this::missed);
    }

    /** All sockets are closed: says the last of that, so that nobody has to wait for a lease to lapse. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!open.isEmpty()) {
            open.clear(); // closed without a word from the client
            renewLeases();
        }
        for (long end = System.nanoTime() + LAST_WORDS.toNanos(); isCalling() && System.nanoTime() < end; )
            Thread.sleep(10);
    }

    private synchronized boolean isCalling() {
        return calling;
    }

    private void reached() {
        if (!reachable) LOG.info("presence-service is back");
        reachable = true;
    }

    /** Said once, not per call. */
    private void missed(Throwable e) {
        if (reachable)
            LOG.warnf("presence-service cannot be reached; chat goes on without presence: %s", e.getMessage());
        reachable = false;
        somethingMissed.set(true);
    }
}
