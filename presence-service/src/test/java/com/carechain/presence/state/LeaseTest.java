package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.presence.state.Change.Activity;
import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private static World world;

    private final String user = "user-" + UUID.randomUUID();
    private final PresenceStore store = world.store();

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 1);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void theFirstConnectionShowsOnlineAndTheLastCloseShowsOfflineAfterTheGrace() {
        // Given
        open("chat-1", "a");
        open("chat-1", "b");
        assertEquals(List.of("online"), announced());

        // When
        close("chat-1", "a");
        close("chat-1", "b");
        world.pass(Duration.ofSeconds(9));

        // Then
        assertEquals(Status.ONLINE, status());
        world.pass(Duration.ofMillis(1500));
        assertEquals(Status.OFFLINE, status());
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void aFlapShorterThanTheGraceAnnouncesNothing() {
        // Given
        open("chat-1", "a");

        // When
        for (int flap = 0; flap < 10; flap++) {
            close("chat-1", "a" + (flap == 0 ? "" : flap));
            world.pass(Duration.ofSeconds(8));
            open("chat-2", "a" + (flap + 1));
            close("chat-2", "a" + (flap + 1));
            world.pass(Duration.ofSeconds(1));
            open("chat-1", "a" + (flap + 1));
        }

        // Then
        assertEquals(List.of("online"), announced());
    }

    @Test
    void aConnectionIsOnlineAsLongAsItsReplicaRenewsIt() {
        // Given
        open("chat-1", "a");

        // When
        for (int heartbeat = 0; heartbeat < 8; heartbeat++) {
            world.pass(Duration.ofSeconds(15));
            store.heartbeat("chat-1", List.of(new Alive(user, "a", null)));
        }

        // Then
        assertEquals(Status.ONLINE, status());
        assertEquals(List.of("online"), announced());
    }

    @Test
    void aHeartbeatThatWasUnderWayDoesNotReviveAConnectionThatHasClosed() {
        // Given
        open("chat-1", "a");
        close("chat-1", "a");

        // When
        store.heartbeat("chat-1", List.of(new Alive(user, "a", false)));
        world.pass(Duration.ofMillis(10_500));

        // Then
        assertEquals(Status.OFFLINE, status());
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void aDeadChatReplicaShowsOfflineWithin50SecondsAndTellsWhenTheUserWasLastSeen() {
        // Given
        open("dead-1", "a");
        Instant seen = presence().lastSeen();

        // When
        world.pass(Duration.ofSeconds(39));

        // Then
        assertEquals(Status.ONLINE, status());
        world.pass(Duration.ofSeconds(2));
        assertEquals(new UserPresence(user, Status.OFFLINE, seen), presence());
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void aConnectionOnALivingReplicaKeepsAUserOnlineWhenAnotherReplicaDies() {
        // Given
        open("dead-2", "a");
        open("alive-2", "b");

        // When
        for (int heartbeat = 0; heartbeat < 5; heartbeat++) {
            world.pass(Duration.ofSeconds(15));
            store.heartbeat("alive-2", List.of(new Alive(user, "b", null)));
        }

        // Then
        assertEquals(List.of("online"), announced());
        close("alive-2", "b");
        world.pass(Duration.ofSeconds(11));
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void twentyTabsAreOnePersonUntilTheLastIsClosed() {
        // Given
        List<String> tabs = IntStream.range(0, 20).mapToObj(i -> "tab-" + i).toList();
        tabs.forEach(tab -> open(tab.hashCode() % 2 == 0 ? "chat-1" : "chat-2", tab));

        // When
        tabs.stream().skip(1).forEach(tab -> close(tab.hashCode() % 2 == 0 ? "chat-1" : "chat-2", tab));
        world.pass(Duration.ofSeconds(12));

        // Then
        assertEquals(List.of("online"), announced());
        close(tabs.getFirst().hashCode() % 2 == 0 ? "chat-1" : "chat-2", tabs.getFirst());
        world.pass(Duration.ofSeconds(12));
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void awayIsWhoIsIdleOnEveryConnection() {
        // Given
        open("chat-1", "a");
        open("chat-2", "b");

        // When
        idle("chat-1", "a", true);
        List<String> oneIdle = announced();
        idle("chat-2", "b", true);
        idle("chat-2", "b", true);
        List<String> allIdle = announced();
        idle("chat-1", "a", false);

        // Then
        assertEquals(List.of("online"), oneIdle);
        assertEquals(List.of("online", "away"), allIdle);
        assertEquals(List.of("online", "away", "online"), announced());
    }

    @Test
    void reloadingTheActiveTabBesideAnIdleOneShowsNothing() {
        // Given
        open("chat-1", "background");
        open("chat-1", "active");
        idle("chat-1", "background", true);

        // When
        close("chat-1", "active");
        world.pass(Duration.ofSeconds(3));
        open("chat-1", "reloaded");
        world.pass(Duration.ofSeconds(12));

        // Then
        assertEquals(List.of("online"), announced());
        close("chat-1", "reloaded");
        world.pass(Duration.ofSeconds(12));
        assertEquals(List.of("online", "away"), announced());
    }

    @Test
    void aHeartbeatKeepsWhatActivitySaidUnlessItSaysOtherwise() {
        // Given
        open("chat-1", "a");
        idle("chat-1", "a", true);

        // When
        store.heartbeat("chat-1", List.of(new Alive(user, "a", null)));
        Status kept = status();
        store.heartbeat("chat-1", List.of(new Alive(user, "a", false)));

        // Then
        assertEquals(Status.AWAY, kept);
        assertEquals(Status.ONLINE, status());
    }

    @Test
    void aHeartbeatReleasesWhatItNoLongerLists() {
        // Given
        open("chat-3", "a");
        world.pass(Duration.ofSeconds(6));

        // When
        store.heartbeat("chat-3", List.of());
        world.pass(Duration.ofSeconds(11));

        // Then
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void aHeartbeatSparesAConnectionThatOpenedWhileItWasWritten() {
        // Given
        open("chat-4", "a");

        // When
        store.heartbeat("chat-4", List.of());
        world.pass(Duration.ofSeconds(15));
        store.heartbeat("chat-4", List.of(new Alive(user, "a", null)));
        world.pass(Duration.ofSeconds(15));

        // Then
        assertEquals(List.of("online"), announced());
    }

    @Test
    void aHeartbeatDoesNotTouchOtherReplicas() {
        // Given
        open("chat-5", "a");
        world.pass(Duration.ofSeconds(6));

        // When
        store.heartbeat("chat-6", List.of());
        world.pass(Duration.ofSeconds(15));

        // Then
        assertEquals(Status.ONLINE, status());
    }

    @Test
    void changesOfOneCallHappenInTheirOrder() {
        // When
        store.apply(
                "chat-1",
                List.of(
                        new Alive(user, "short", null),
                        new Closed(user, "short"),
                        new Closed(user, "short"),
                        new Closed(user, "never")));
        world.pass(Duration.ofSeconds(11));

        // Then
        assertEquals(List.of("online", "offline"), announced());
    }

    @Test
    void activityOfAConnectionThatIsNotOpenMeansNothing() {
        // When
        idle("chat-1", "late", false);

        // Then
        assertEquals(UserPresence.unknown(user), presence());
        assertEquals(List.of(), announced());
        assertEquals(0, world.redis(Command.EXISTS, PresenceKeys.user(user)).toInteger());
    }

    @Test
    void lastSeenIsKeptFor90DaysAfterTheUserWentOffline() {
        // Given
        open("chat-1", "a");
        assertEquals(-1, world.redis(Command.PTTL, PresenceKeys.user(user)).toLong());

        // When
        close("chat-1", "a");
        Instant closed = presence().lastSeen();
        world.pass(Duration.ofSeconds(11));

        // Then
        assertEquals(new UserPresence(user, Status.OFFLINE, closed), presence());
        Duration left = Duration.ofMillis(
                world.redis(Command.PTTL, PresenceKeys.user(user)).toLong());
        assertTrue(left.compareTo(Duration.ofDays(90)) <= 0 && left.compareTo(Duration.ofDays(89)) > 0);
        open("chat-1", "back");
        assertEquals(-1, world.redis(Command.PTTL, PresenceKeys.user(user)).toLong());
    }

    @Test
    void tensOfThousandsOfConnectionsOfOneReplicaAreOneHeartbeat() {
        // Given
        String prefix = user + "-";
        List<Alive> connections = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            connections.add(new Alive(prefix + (i % 15_000), "c" + i, null));
        }

        // When
        store.heartbeat("big", connections);
        store.heartbeat("big", connections);

        // Then
        List<String> users =
                IntStream.range(0, 15_000).mapToObj(i -> prefix + i).toList();
        assertTrue(store.statuses(users).stream().allMatch(presence -> presence.status() == Status.ONLINE));
        assertEquals(List.of("online"), world.announcements().statusesOf(prefix + 7));
    }

    @Test
    void oneUserWithThousandsOfChangesInOneCallIsServed() {
        // Given
        List<Change> changes = new ArrayList<>();
        IntStream.range(0, 9_000).forEach(i -> changes.add(new Alive(user, "c" + i, null)));

        // When
        store.apply("chat-1", changes);
        store.apply(
                "chat-1",
                IntStream.range(0, 9_000)
                        .mapToObj(i -> new Closed(user, "c" + i))
                        .toList());
        world.pass(Duration.ofSeconds(11));

        // Then
        assertEquals(List.of("online", "offline"), announced());
        assertEquals(2, world.redis(Command.HLEN, PresenceKeys.user(user)).toInteger());
    }

    private void open(String replica, String connection) {
        store.apply(replica, List.of(new Alive(user, connection, null)));
    }

    private void close(String replica, String connection) {
        store.apply(replica, List.of(new Closed(user, connection)));
    }

    private void idle(String replica, String connection, boolean idle) {
        store.apply(replica, List.of(new Activity(user, connection, idle)));
    }

    private UserPresence presence() {
        return store.statuses(List.of(user)).getFirst();
    }

    private Status status() {
        return presence().status();
    }

    private List<String> announced() {
        return world.announcements().statusesOf(user);
    }
}
