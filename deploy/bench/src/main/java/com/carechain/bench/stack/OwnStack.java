package com.carechain.bench.stack;

import com.carechain.local.stack.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./carechain up --fresh} as a child, in a state directory beneath the usual one. Ends with this program, also when
 * that is killed: its servers watch their parent.
 */
public final class OwnStack implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 200;
    private static final int LAST_LINES = 15;

    private final StateDirectory state;
    private final Path log;
    private final Process up;
    private final Thread stopWithUs;

    private OwnStack(StateDirectory state, Path log, Process up) {
        this.state = state;
        this.log = log;
        this.up = up;
        this.stopWithUs = new Thread(this::stop);
    }

    /**
     * Blocks until it is ready.
     *
     * @param more environment variables
     * @throws NotMeasurable with the end of its log
     */
    public static OwnStack start(StateDirectory usual, int replicas, Map<String, String> more)
            throws IOException, InterruptedException {
        var state = new StateDirectory(usual.root(), usual.directory().resolve("bench"));
        state.make();
        Path log = state.log("up");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcarechain.root=" + usual.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.carechain.local.Main",
                        "up",
                        "--fresh",
                        "--replicas",
                        Integer.toString(replicas))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().putAll(more);
        builder.environment().put("CARECHAIN_STATE", state.directory().toString());
        // What a person may send in a second is not what is measured.
        builder.environment().put("CARECHAIN_LIMITS_MESSAGES_PER_SECOND", "0");
        var stack = new OwnStack(state, log, builder.start());
        Runtime.getRuntime().addShutdownHook(stack.stopWithUs);
        try {
            stack.awaitReady();
            return stack;
        } catch (RuntimeException | IOException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!says("CareChain is ready: ")) {
            if (!up.isAlive() || Instant.now().isAfter(deadline)) {
                throw new NotMeasurable("The stack did not start. Its log, " + log + ":\n" + lastLines());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean says(String start) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            return lines.lines().anyMatch(line -> line.startsWith(start));
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    public StateDirectory state() {
        return state;
    }

    private void stop() {
        up.destroy();
        try {
            if (!up.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        } catch (InterruptedException e) {
            up.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithUs);
        } catch (IllegalStateException e) {
            // Shutting down already: the hook has nothing left to stop.
        }
    }
}
