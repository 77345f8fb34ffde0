package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.presence.redis.RedisAway;
import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import com.carechain.presence.state.Change.Typing;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis stops, hangs, forgets; or nobody sweeps for a while. */
class OutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static World world;

    private final String user = "user-" + UUID.randomUUID();
    private final World.Replica one = world.replica(0);
    private final World.Replica two = world.replica(1);

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 2, LIMIT);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void afterRedisWasAwayForLongNobodyIsShownOfflineBeforeTheirReplicaCouldRenew() {
        // Given
        String gone = user + "-gone";
        one.store.heartbeat("out-1", List.of(new Alive(user, "a", null), new Alive(gone, "b", null)));

        // When
        world.stopRedis();
        assertThrows(RedisAway.class, one.store::sweep);
        assertThrows(RedisAway.class, two.store::sweep);
        assertThrows(RedisAway.class, () -> one.store.heartbeat("out-1", List.of(new Alive(user, "a", null))));
        world.jump(Duration.ofMinutes(2));
        world.startRedis();
        comeBack();

        // Then: the connections that went on living are renewed, the other one ends with the hold
        world.pass(Duration.ofSeconds(14));
        two.store.heartbeat("out-1", List.of(new Alive(user, "a", null)));
        world.pass(Duration.ofSeconds(11)); // a grace of 10 s
        assertEquals(List.of(), world.announcements().statusesOf(user));
        assertEquals(List.of("offline"), world.announcements().statusesOf(gone));
    }

    @Test
    void whenNobodySweptForAWhileLeasesAreHeldButClosedConnectionsAndTypingEnd() {
        // Given
        String closed = user + "-closed";
        one.store.apply(
                "out-2",
                List.of(
                        new Alive(user, "a", null),
                        new Typing(user, "room-1", true),
                        new Alive(closed, "b", null),
                        new Closed(closed, "b")));

        // When
        world.jump(Duration.ofMinutes(1));
        world.pass(Duration.ofSeconds(1));

        // Then
        assertEquals(List.of("online"), world.announcements().statusesOf(user));
        assertEquals(
                List.of("room-1 true", "room-1 false"), world.announcements().typingOf(user));
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(closed));
        world.pass(Duration.ofSeconds(21));
        assertEquals(List.of("online", "offline"), world.announcements().statusesOf(user));
    }

    @Test
    void aHeartbeatThatComesBeforeTheFirstSweepDoesNotLetOtherConnectionsLapse() {
        // Given
        one.store.apply("out-3", List.of(new Alive(user, "idle", true)));
        one.store.apply("out-4", List.of(new Alive(user, "active", null)));

        // When
        world.jump(Duration.ofMinutes(1));
        one.store.heartbeat("out-3", List.of(new Alive(user, "idle", null)));
        world.pass(Duration.ofSeconds(1));
        two.store.heartbeat("out-4", List.of(new Alive(user, "active", null)));

        // Then
        assertEquals(List.of("away", "online"), world.announcements().statusesOf(user));
    }

    @Test
    void theNextHeartbeatRestoresWhatAnEmptiedRedisForgot() {
        // Given
        var connections = List.of(new Alive(user, "a", true));
        one.store.heartbeat("out-5", connections);
        assertEquals(List.of("away"), world.announcements().statusesOf(user));

        // When
        world.redis(Command.FLUSHALL);
        world.redis(Command.SCRIPT, "FLUSH");
        Status forgotten = one.store.statuses(List.of(user)).getFirst().status();
        two.store.heartbeat("out-5", connections);

        // Then
        assertEquals(Status.OFFLINE, forgotten);
        assertEquals(Status.AWAY, one.store.statuses(List.of(user)).getFirst().status());
        assertEquals(List.of("away", "away"), world.announcements().statusesOf(user));
        world.pass(Duration.ofSeconds(21));
    }

    @Test
    void aHangingRedisCostsOneTimeLimitAndThenNothingUntilItIsBack() throws Exception {
        // Given
        one.store.apply("out-6", List.of(new Alive(user, "a", null)));

        // When
        signal("STOP");
        long start = System.nanoTime();
        assertThrows(RedisAway.class, () -> one.store.statuses(List.of(user)));
        for (int i = 0; i < 1000; i++) {
            assertThrows(RedisAway.class, () -> one.store.statuses(List.of(user)));
        }
        Duration lost = Duration.ofNanos(System.nanoTime() - start);
        boolean wasAvailable = one.link.isAvailable();
        boolean reachable = one.store.isReachable() || one.store.isReachable();
        signal("CONT");

        // Then
        assertFalse(wasAvailable || reachable);
        assertTrue(lost.compareTo(LIMIT.multipliedBy(2)) < 0, "took " + lost);
        comeBack();
        assertEquals(Status.ONLINE, one.store.statuses(List.of(user)).getFirst().status());
        assertEquals(
                1000,
                one.meters
                        .counter("carechain.redis.failures", "kind", "refused")
                        .count());
    }

    private void comeBack() {
        Awaitility.await().atMost(Announcements.PATIENCE).untilAsserted(() -> {
            assertTrue(one.store.isReachable() && two.store.isReachable());
        });
    }

    private static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(world.server().pid()))
                .start()
                .waitFor();
    }
}
