package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two chat replicas and two presence replicas on one Redis. */
class ReplicasTest {

    private static World world;

    private final String user = "user-" + UUID.randomUUID();
    private final World.Replica one = world.replica(0);
    private final World.Replica two = world.replica(1);

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 2);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aThousandUsersGoingOfflineAtOnceAreAnnouncedOnceEachThoughBothReplicasSweep() throws Exception {
        // Given
        List<String> users =
                IntStream.range(0, 1000).mapToObj(i -> user + "-" + i).toList();
        one.store.apply(
                "chat-1", users.stream().map(u -> new Alive(u, "c", null)).toList());
        two.store.apply("chat-1", users.stream().map(u -> new Closed(u, "c")).toList());
        world.pass(Duration.ofSeconds(9));
        world.jump(Duration.ofSeconds(2));

        // When
        int found = sweepAtOnce();

        // Then
        assertTrue(found >= 1000);
        var announced = world.announcements().statuses();
        users.forEach(u -> assertEquals(List.of("online", "offline"), announced.get(u)));
    }

    @Test
    void changesOfOneUserThroughBothReplicasAtOnceAreAnnouncedOnce() throws Exception {
        // Given
        List<Runnable> opens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            PresenceStore store = i % 2 == 0 ? one.store : two.store;
            String connection = "c" + i;
            String replica = i % 2 == 0 ? "chat-1" : "chat-2";
            opens.add(() -> store.apply(replica, List.of(new Alive(user, connection, null))));
        }

        // When
        atOnce(opens);

        // Then
        assertEquals(List.of("online"), world.announcements().statusesOf(user));
    }

    @Test
    void aDeadPresenceReplicaIsNotMissed() {
        // Given
        one.store.apply("chat-1", List.of(new Alive(user, "a", null)));

        // When: the first presence replica dies, the second goes on
        two.store.apply("chat-1", List.of(new Closed(user, "a")));
        world.pass(Duration.ofSeconds(11), two);

        // Then
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(user));
    }

    @Test
    void aReplicaThatDiesBetweenFindingAndSettlingLeavesTheChangeToTheOthers() {
        // Given
        one.store.apply("chat-1", List.of(new Alive(user, "a", null), new Closed(user, "a")));
        world.pass(Duration.ofSeconds(9));
        world.jump(Duration.ofSeconds(2));

        // When: the first replica asks who is due, and is never heard of again
        var call = new DueScript(World.TIMINGS, world.clock()).of(PresenceKeys.shard(user));
        var arguments = new ArrayList<Object>(List.of(call.script().source(), 2));
        arguments.addAll(call.keys());
        arguments.addAll(call.arguments());
        var found = DueScript.users(world.redis(Command.EVAL, arguments.toArray()));
        List<String> before = world.announcements().statusesOf(user);
        two.store.sweep();

        // Then
        assertTrue(found.contains(user));
        assertEquals(List.of("online"), before);
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(user));
    }

    @Test
    void deadChatReplicasInTurnEndInTheRightState() {
        // Given
        String other = user + "-other";
        one.store.heartbeat("turn-1", List.of(new Alive(user, "a", null), new Alive(other, "x", null)));
        two.store.heartbeat("turn-2", List.of(new Alive(user, "b", null)));

        // When: the first chat replica dies, the second goes on
        for (int i = 0; i < 3; i++) {
            world.pass(Duration.ofSeconds(15));
            two.store.heartbeat("turn-2", List.of(new Alive(user, "b", null)));
        }

        // Then
        assertEquals(List.of("online"), world.announcements().statusesOf(user));
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(other));

        // When: it comes back and the second dies
        for (int i = 0; i < 3; i++) {
            one.store.heartbeat("turn-1", List.of(new Alive(other, "y", null)));
            world.pass(Duration.ofSeconds(15));
        }

        // Then
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(user));
        assertEquals(
                List.of("online", "offline", "online"), world.announcements().statusesOf(other));
    }

    private int sweepAtOnce() throws Exception {
        var found = new ArrayList<Integer>();
        atOnce(List.of(
                () -> {
                    int users = one.store.sweep();
                    synchronized (found) {
                        found.add(users);
                    }
                },
                () -> {
                    int users = two.store.sweep();
                    synchronized (found) {
                        found.add(users);
                    }
                }));
        return found.stream().mapToInt(Integer::intValue).sum();
    }

    private static void atOnce(List<? extends Runnable> work) throws Exception {
        var start = new CyclicBarrier(work.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> results = new ArrayList<>();
            for (Runnable each : work) {
                results.add(threads.submit(() -> {
                    start.await();
                    each.run();
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }
}
