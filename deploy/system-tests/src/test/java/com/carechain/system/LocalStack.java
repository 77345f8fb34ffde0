package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.local.process.Ports;
import com.carechain.local.stack.EnvFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code ./carechain up} as a child process, with a state directory and ports of its own. */
final class LocalStack implements AutoCloseable {

    private static final String MAIN = "com.carechain.local.Main";
    private static final int START_LIMIT_SECONDS = 240;
    private static final int COMMAND_LIMIT_SECONDS = 90;
    private static final int FIRST_PORT = 20_000;
    private static final int BLOCKS = 60;
    /** By this process: two stacks may start at a time. */
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path state;
    private final Map<String, String> variables;
    private final Process up;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private LocalStack(Path state, Map<String, String> variables, Process up) {
        this.state = state;
        this.variables = variables;
        this.up = up;
    }

    static LocalStack start(Path state) throws Exception {
        return start(state, Map.of());
    }

    /** With more variables for the services and more options of {@code up}. */
    static LocalStack start(Path state, Map<String, String> more, String... options) throws Exception {
        Map<String, String> variables = new HashMap<>(variables(state));
        variables.putAll(more);
        List<String> up = new ArrayList<>(List.of("up", "--fresh"));
        up.addAll(List.of(options));
        return started(state, variables, process(variables, up.toArray(String[]::new)));
    }

    private static LocalStack started(Path state, Map<String, String> variables, ProcessBuilder builder)
            throws Exception {
        Process up = builder.redirectErrorStream(true).start();
        var stack = new LocalStack(state, variables, up);
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> stack.read(ready));
        try {
            ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
            return stack;
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    /**
     * Ten ports, whose management ports are a thousand above and whose second replica's are a hundred above; blocks do not overlap, and all
     * lie below those the system gives to clients.
     */
    private static Map<String, String> variables(Path state) {
        int base = IntStream.generate(() -> ThreadLocalRandom.current().nextInt(BLOCKS))
                .map(block -> FIRST_PORT + block / 10 * 2000 + block % 10 * 10)
                .filter(first -> IntStream.range(first, first + 7)
                        .allMatch(port -> Ports.isFree(port) && Ports.isFree(port + 1000)))
                .filter(TAKEN::add)
                .findFirst()
                .orElseThrow();
        return Map.of(
                "CARECHAIN_STATE", state.toString(),
                "CARECHAIN_GATEWAY_PORT", Integer.toString(base),
                "CARECHAIN_CHAT_PORT", Integer.toString(base + 1),
                "CARECHAIN_PRESENCE_PORT", Integer.toString(base + 2),
                "CARECHAIN_BRIDGE_PORT", Integer.toString(base + 3),
                "CARECHAIN_POSTGRES_PORT", Integer.toString(base + 4),
                "CARECHAIN_REDIS_PORT", Integer.toString(base + 5),
                "CARECHAIN_KAFKA_PORT", Integer.toString(base + 6),
                "CARECHAIN_START_SECONDS", Integer.toString(START_LIMIT_SECONDS));
    }

    /** Passes what it says on, so that a failed start can be read in the test's output. */
    private void read(CompletableFuture<String> ready) {
        try (BufferedReader lines = up.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("up | " + line);
                said.add(line);
                if (line.startsWith("CareChain is ready: ")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IllegalStateException("up ended before it was ready"));
    }

    private static ProcessBuilder process(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcarechain.root=" + System.getProperty("carechain.root"),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return builder;
    }

    /** What another command of {@code ./carechain} answers: its exit code and what it prints. */
    record Answer(int exitCode, String output) {}

    Answer run(String... arguments) throws Exception {
        return runWith("", arguments);
    }

    Answer runWith(String input, String... arguments) throws Exception {
        Path output = Files.createTempFile("carechain-", ".out");
        Process process = process(variables, arguments)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", arguments) + " took too long");
        }
        String text = Files.readString(output);
        Files.delete(output);
        return new Answer(process.exitValue(), text);
    }

    /** Publishes one event and returns when Kafka has it. */
    void publish(String event) throws Exception {
        Answer answer = runWith(event, "publish", "-");
        assertEquals(0, answer.exitCode(), answer.output());
    }

    EnvFile env() {
        return EnvFile.read(state.resolve("env"));
    }

    /** What {@code up} has printed so far. */
    List<String> said() {
        return said;
    }

    List<Long> allPids() {
        return env().values().entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith("_PID") || entry.getKey().endsWith("_PIDS"))
                .flatMap(entry -> env().list(entry.getKey()).stream())
                .map(Long::valueOf)
                .collect(Collectors.toList());
    }

    List<Integer> seqsInDatabase(String room) throws SQLException {
        try (Connection connection = DriverManager.getConnection(env().get("POSTGRES_JDBC_URL"));
                PreparedStatement select =
                        connection.prepareStatement("select seq from message where room_id = ? order by seq")) {
            select.setObject(1, UUID.fromString(room));
            List<Integer> seqs = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    seqs.add(rows.getInt(1));
                }
            }
            return seqs;
        }
    }

    /** Of a room's messages from people: client_id to id. */
    Map<String, String> clientIdsInDatabase(String room) throws SQLException {
        try (Connection connection = DriverManager.getConnection(env().get("POSTGRES_JDBC_URL"));
                PreparedStatement select = connection.prepareStatement(
                        "select client_id, id from message where room_id = ? and type = 'text'")) {
            select.setObject(1, UUID.fromString(room));
            Map<String, String> ids = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getString(2));
                }
            }
            return ids;
        }
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(env().get("POSTGRES_JDBC_URL"))) {
            connection.createStatement().execute(statement);
        }
    }

    int outboxRows() throws SQLException {
        try (Connection connection = DriverManager.getConnection(env().get("POSTGRES_JDBC_URL"));
                ResultSet row = connection.createStatement().executeQuery("select count(*) from outbox")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The one number that this statement answers. */
    long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(env().get("POSTGRES_JDBC_URL"));
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    boolean isRunning() {
        return up.isAlive();
    }

    @Override
    public void close() throws Exception {
        up.destroy();
        if (!up.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            up.destroyForcibly();
        }
    }
}
