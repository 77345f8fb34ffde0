package com.carechain.bench.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bench.report.Result;
import com.carechain.bench.shape.Bench.Timing;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.socket.Ledger;
import com.carechain.bench.stack.OwnStack;
import com.carechain.bench.stack.Target;
import com.carechain.local.process.Ports;
import com.carechain.local.stack.StateDirectory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark against a real stack, briefly: that it measures, and that it notices what must not happen. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "CPU is read from /proc")
class SmokeTest {

    private static final Timing BRIEF = new Timing(Duration.ofMillis(200), Duration.ofSeconds(1), 0.01);

    @TempDir
    static Path directory;

    private static OwnStack stack;
    private static Target target;
    private static Bench bench;

    @BeforeAll
    static void start() throws Exception {
        Path root = Path.of(System.getProperty("carechain.root"));
        stack = OwnStack.start(new StateDirectory(root, directory), 1, ports());
        target = Target.of(stack.state());
        bench = new Bench(target, BRIEF);
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void talkingInManyRoomsIsMeasuredWithoutFaults() {
        Result result = only("closed");

        assertTrue(result.isSound(), result.toString());
        assertTrue(result.figures().get("msg/s") > 0, result.toString());
        assertTrue(result.figures().get("CPU s/1000 postgres") > 0, result.toString());
        assertEquals(result.figures().get("acked"), result.figures().get("rows"));
    }

    @Test
    void everybodyComesBackFromAReconnectStormWithWhatWasMissed() {
        Result result = only("reconnect-storm");

        assertTrue(result.isSound(), result.toString());
        assertEquals(20.0, result.figures().get("sockets"));
    }

    @Test
    void standingSocketsAreMeasuredBesideTheStackWithoutThem() {
        List<Result> results = run("stand-5000");

        results.forEach(result -> assertTrue(result.isSound(), result.toString()));
        assertEquals(
                List.of(0.0, 50.0),
                results.stream().map(result -> result.figures().get("sockets")).toList());
    }

    @Test
    void aRowThatIsGoneIsNoticed() throws SQLException {
        // Given
        Crowd crowd = bench.crowd(50_001, 1, 2);
        crowd.connect(2);
        Ledger ledger = crowd.newLedger();
        Runnable stop = crowd.talk(100);
        Bench.pause(Duration.ofMillis(300));
        stop.run();
        assertEquals(Map.of(), Audit.of(bench, crowd, ledger).faults());

        // When
        try (Connection connection = DriverManager.getConnection(target.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("delete from message where seq = 2 and room_id = '"
                    + crowd.members().getFirst().room() + "'");
        }

        // Then
        assertEquals(
                Map.of("acknowledged_not_stored", 1, "rooms_with_holes", 1),
                Audit.of(bench, crowd, ledger).faults());
        crowd.leave();
    }

    @Test
    void eventsOfTheJobPlatformBecomeRoomsOnce() {
        List<Result> results = run("kafka");

        results.forEach(result -> assertTrue(result.isSound(), result.toString()));
        assertFalse(results.isEmpty());
    }

    private static Result only(String shape) {
        return run(shape).getFirst();
    }

    private static List<Result> run(String name) {
        return Shapes.all().stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow()
                .run(bench);
    }

    /** A block of ports that is free with its management ports, below those the system gives to clients. */
    private static Map<String, String> ports() {
        int base = IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 31_000))
                .filter(first -> IntStream.range(first, first + 7)
                        .allMatch(port -> Ports.isFree(port) && Ports.isFree(port + 1000)))
                .findFirst()
                .orElseThrow();
        return Map.of(
                "CARECHAIN_GATEWAY_PORT", Integer.toString(base),
                "CARECHAIN_CHAT_PORT", Integer.toString(base + 1),
                "CARECHAIN_PRESENCE_PORT", Integer.toString(base + 2),
                "CARECHAIN_BRIDGE_PORT", Integer.toString(base + 3),
                "CARECHAIN_POSTGRES_PORT", Integer.toString(base + 4),
                "CARECHAIN_REDIS_PORT", Integer.toString(base + 5),
                "CARECHAIN_KAFKA_PORT", Integer.toString(base + 6));
    }
}
