package com.carechain.presence.state;

import com.carechain.presence.state.Change.Alive;
import com.carechain.presence.state.Change.Closed;
import com.carechain.presence.state.Change.Typing;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; asserts nothing. Its name keeps it out of the ordinary build:
 * {@code mvn -B -ntp -f presence-service/pom.xml test -Dtest=PresenceBenchmark}
 */
class PresenceBenchmark {

    private static final int ROUNDS = 15;
    private static final int CALLERS = 32;

    private static World world;

    @BeforeAll
    static void start(@TempDir Path dir) {
        world = new World(dir, 2);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void heartbeats() {
        for (int connections : new int[] {1_000, 10_000, 50_000}) {
            List<Alive> alive = IntStream.range(0, connections)
                    .mapToObj(i -> new Alive("beat-" + i, "connection-" + i, null))
                    .toList();
            long first = millis(() -> world.store().heartbeat("bench-" + connections, alive));
            long redisBefore = redisMicros();
            long[] renewals = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                renewals[i] = millis(() -> world.store().heartbeat("bench-" + connections, alive));
            }
            long redis = (redisMicros() - redisBefore) / ROUNDS / 1000;
            Arrays.sort(renewals);
            report(
                    "heartbeat of %,d connections: first %d ms, renewal median %d ms, worst %d ms, of it Redis %d ms CPU",
                    connections, first, renewals[ROUNDS / 2], renewals[ROUNDS - 1], redis);
        }
    }

    @Test
    void transitionsInBatches() {
        int users = 20_000;
        var opened = IntStream.range(0, users)
                .mapToObj(i -> new Alive("batch-" + i, "c", null))
                .toList();
        var closed = IntStream.range(0, users)
                .mapToObj(i -> new Closed("batch-" + i, "c"))
                .toList();
        for (int round = 0; round < 3; round++) {
            long online = millis(() -> inBatches(opened));
            inBatches(closed);
            // Short enough not to count as an outage, in steps in which nobody is due yet.
            world.pass(Duration.ofSeconds(6));
            world.jump(Duration.ofMillis(4900));
            long offline = millis(() -> world.store().sweep());
            report(
                    "%,d users: online in batches of 500 at %,d/s, offline by one sweep at %,d/s",
                    users, users * 1000L / online, users * 1000L / offline);
        }
    }

    @Test
    void transitionsOneByOne() throws Exception {
        int users = 20_000;
        for (int round = 0; round < 3; round++) {
            int turn = round;
            report(
                    "%,d single changes (online) by %d callers at once: %,d/s",
                    users, CALLERS, perSecond(users, i -> world.store()
                            .apply("bench", List.of(new Alive("single-" + turn + "-" + i, "c", null)))));
            report(
                    "%,d single typing reports by %d callers at once: %,d/s",
                    users, CALLERS, perSecond(users, i -> world.store()
                            .apply("bench", List.of(new Typing("single-" + i, "room-" + turn, true)))));
        }
    }

    @Test
    void anIdleSweep() {
        long before = redisMicros();
        long took =
                millis(() -> IntStream.range(0, 100).forEach(i -> world.store().sweep()));
        report(
                "a sweep that finds nothing: %.1f ms, of it Redis %.2f ms CPU",
                took / 100.0, (redisMicros() - before) / 100_000.0);
    }

    private static void inBatches(List<? extends Change> changes) {
        for (int from = 0; from < changes.size(); from += 500) {
            world.store().apply("bench", changes.subList(from, Math.min(from + 500, changes.size())));
        }
    }

    private static long perSecond(int count, IntConsumer call) throws Exception {
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                callers.add(threads.submit(() -> {
                    for (int i = first; i < count; i += CALLERS) {
                        call.accept(i);
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        return count * 1_000_000_000L / (System.nanoTime() - start);
    }

    private static long millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Math.max(1, (System.nanoTime() - start) / 1_000_000);
    }

    private static long redisMicros() {
        String info = world.redis(Command.INFO, "cpu").toString();
        return info.lines()
                .filter(line -> line.startsWith("used_cpu_sys:") || line.startsWith("used_cpu_user:"))
                .mapToLong(line -> (long) (Double.parseDouble(line.substring(line.indexOf(':') + 1)) * 1_000_000))
                .sum();
    }

    private static void report(String format, Object... values) {
        System.out.println("BENCH " + format.formatted(values));
    }
}
