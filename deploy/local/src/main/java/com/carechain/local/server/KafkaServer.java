package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.Ports;
import com.carechain.local.process.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node) in a JVM of its own, on the loopback address. Topics are not made by using them:
 * see {@link KafkaTopics}. Started again on the same directory and port it comes back with its topics and offsets.
 */
public final class KafkaServer implements AutoCloseable {

    private static final String NAME = "Kafka";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final ChildProcess process;
    private final int port;

    private KafkaServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Blocks until the broker takes requests, at most 90 seconds (about 3 on an idle machine).
     *
     * @param dir holds the data ({@code data}) and the log ({@code kafka.log}); made when missing
     * @param port 0 for a free one
     * @throws ServerStartFailed with the end of the log
     */
    public static KafkaServer start(Path dir, int port) {
        return FreePort.start(port, chosen -> startOn(dir.toAbsolutePath().normalize(), chosen));
    }

    private static KafkaServer startOn(Path home, int port) {
        Path log = home.resolve("kafka.log");
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka could not prepare " + home + ": " + e.getMessage(), e);
        }
        FreePort.require(NAME, port, log);
        Path settings = KafkaSettings.write(home, port, freeBeside(port));
        var process = ChildProcess.startWithPipes(
                new Launch(NAME, command(settings), Map.of(), home, log, StopSignal.TERM, STOP_LIMIT));
        var server = new KafkaServer(process, port);
        try {
            server.awaitReady();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The port was found free a moment ago and nobody listens on it yet: it may be found a second time. */
    private static int freeBeside(int port) {
        int other = Ports.free();
        return other == port ? freeBeside(port) : other;
    }

    private static List<String> command(Path settings) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A broker for one developer: small heap, few threads, and no time spent on optimising compilation.
                "-Xmx320m",
                "-Xms96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                settings.toString());
    }

    private void awaitReady() {
        CompletableFuture<@Nullable String> firstLine = CompletableFuture.supplyAsync(() -> {
            try {
                BufferedReader out = process.process().inputReader();
                return out.readLine();
            } catch (IOException e) {
                return null;
            }
        });
        try {
            String line = firstLine.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!KafkaBroker.READY.equals(line)) {
                process.process().waitFor(2, TimeUnit.SECONDS);
                throw failed("it ended" + (process.isAlive() ? "" : " with code " + process.exitCode()), null);
            }
        } catch (TimeoutException e) {
            throw failed("not ready within " + START_LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed("its output could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the start was interrupted", e);
        }
    }

    private ServerStartFailed failed(String reason, @Nullable Throwable cause) {
        return new ServerStartFailed(NAME, reason, process.log(), cause);
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** For whoever wants to know when it ends, and with which exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    /** Stops; topics and offsets stay on disk. */
    @Override
    public void close() {
        process.close();
    }
}
