package com.carechain.system;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a new room costs from topic to table, where every event makes one: the packaged services against real servers, beside the
 * floor, a program that consumes the same topic and does the same inserts through JDBC and nothing else. Run by hand with the test
 * class path and {@code -Dcarechain.root=} the project's root, after the services were packaged; arguments: events per round
 * (20,000), rounds (4). The first round warms up and is not shown. CPU is read from {@code /proc}.
 */
public final class RoomsBenchmark {
    private static final double TICKS_PER_SECOND = 100;
    private static final OperatingSystemMXBean SELF =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final LocalStack stack;
    private final int events;

    private RoomsBenchmark(LocalStack stack, int events) {
        this.stack = stack;
        this.events = events;
    }

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        Path state = Files.createTempDirectory("rooms-benchmark");
        try (LocalStack stack = LocalStack.start(state)) {
            new RoomsBenchmark(stack, events).run(rounds);
        }
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        try (Connection database = DriverManager.getConnection(
                        stack.env().get("POSTGRES_JDBC_URL") + "&reWriteBatchedInserts=true");
                JobPlatform platform = new JobPlatform(stack.env().get("KAFKA_BOOTSTRAP"))) {
            var floor = new RoomsFloor(database, stack.env().get("KAFKA_BOOTSTRAP"));
            List<String> table = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                long before = rooms(database);
                Cpu start = cpu();
                long clock = System.nanoTime();
                for (int i = 0; i < events; i++) platform.submit("round-" + round + "-" + i, 1);
                platform.flush();
                while (rooms(database) < before + events) LockSupport.parkNanos(200_000_000);
                double seconds = (System.nanoTime() - clock) / 1e9;
                Cpu stored = cpu();
                while (waiting(database) > 0) LockSupport.parkNanos(100_000_000);
                Cpu told = cpu();

                Cpu floorStart = cpu();
                long floorSelf = SELF.getProcessCpuTime();
                long floorClock = System.nanoTime();
                floor.consume(events);
                double floorSeconds = (System.nanoTime() - floorClock) / 1e9;
                double consumer = (SELF.getProcessCpuTime() - floorSelf) / 1e9;
                Cpu floorEnd = cpu();
                if (round == 0) continue;
                table.add(row(
                        "plain consumption and the same inserts",
                        floorSeconds,
                        0,
                        consumer,
                        floorEnd.postgres - floorStart.postgres));
                table.add(row(
                        "bridge and chat-service, room stored",
                        seconds,
                        stored.bridge - start.bridge,
                        stored.chat - start.chat,
                        stored.postgres - start.postgres));
                table.add(row(
                        "  and told to chat-events",
                        seconds,
                        told.bridge - start.bridge,
                        told.chat - start.chat,
                        told.postgres - start.postgres));
            }
            System.out.printf(
                    "%-40s %10s   %s%n",
                    "", "events/s", "CPU s per 1,000: bridge, chat (or consumer), PostgreSQL, all");
            table.forEach(System.out::println);
        }
    }

    private String row(String name, double seconds, double bridge, double chat, double postgres) {
        double per = 1000.0 / events;
        return "%-40s %,10.0f   %.3f  %.3f  %.3f  %.3f"
                .formatted(
                        name,
                        events / seconds,
                        bridge * per,
                        chat * per,
                        postgres * per,
                        (bridge + chat + postgres) * per);
    }

    /** Seconds of CPU since each of them was started. */
    private record Cpu(double bridge, double chat, double postgres) {}

    private Cpu cpu() throws IOException {
        return new Cpu(
                tree(stack.env().get("BRIDGE_PID")),
                tree(stack.env().list("CHAT_PIDS").getFirst()),
                tree(stack.env().get("POSTGRES_PID")));
    }

    /** Of a process, its children, and those that have ended. */
    private static double tree(String pid) throws IOException {
        double ticks = ticks(pid);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        try (Stream<ProcessHandle> children = process.descendants()) {
            for (ProcessHandle child : children.toList()) ticks += ticks(Long.toString(child.pid()));
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double ticks(String pid) throws IOException {
        Path stat = Path.of("/proc", pid, "stat");
        if (!Files.exists(stat)) return 0;
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        double sum = 0;
        for (int i = 11; i <= 14; i++) sum += Double.parseDouble(fields[i]); // utime, stime, cutime, cstime
        return sum;
    }

    private static long rooms(Connection database) throws SQLException {
        return number(database, "select count(*) from room");
    }

    private static long waiting(Connection database) throws SQLException {
        return number(database, "select count(*) from outbox");
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
