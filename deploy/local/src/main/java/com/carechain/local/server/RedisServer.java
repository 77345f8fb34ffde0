package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A real Redis on the loopback address. It keeps an append-only file in its directory, so that what presence-service
 * remembers ("last seen") survives a restart.
 */
public final class RedisServer implements AutoCloseable {

    private static final String NAME = "Redis";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int PROBE_MILLIS = 1000;

    private final ChildProcess process;
    private final int port;

    private RedisServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Blocks until Redis answers a PING, at most 20 seconds.
     *
     * @param dir holds the data and the log ({@code redis.log}); made when missing
     * @param port 0 for a free one
     * @throws ServerStartFailed with the end of the log
     */
    public static RedisServer start(Path dir, int port) {
        return FreePort.start(port, chosen -> startOn(dir.toAbsolutePath().normalize(), chosen));
    }

    private static RedisServer startOn(Path home, int port) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Redis could not prepare " + home + ": " + e.getMessage(), e);
        }
        Path log = home.resolve("redis.log");
        FreePort.require(NAME, port, log);
        var process =
                ChildProcess.start(new Launch(NAME, command(port), Map.of(), home, log, StopSignal.TERM, STOP_LIMIT));
        var server = new RedisServer(process, port);
        if (!Deadline.in(START_LIMIT).await(() -> server.answers() || !process.isAlive()) || !process.isAlive()) {
            String reason = process.isAlive()
                    ? "no answer on port " + port + " within " + START_LIMIT.toSeconds() + " s"
                    : "it ended with code " + process.exitCode();
            server.close();
            throw new ServerStartFailed(NAME, reason, process.log(), null);
        }
        return server;
    }

    private static List<String> command(int port) {
        return List.of(
                RedisProgram.find().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                ".",
                "--appendonly",
                "yes",
                // No snapshots beside the append-only file.
                "--save",
                "",
                "--daemonize",
                "no");
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // "-LOADING" while it reads its file, "+PONG" when it is ready.
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
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

    /** Stops; the data stays, and {@link #start} on the same directory and port brings it back. */
    @Override
    public void close() {
        process.close();
    }
}
