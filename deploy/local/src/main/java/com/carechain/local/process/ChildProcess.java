package com.carechain.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program started by this JVM. It writes to a log file, runs in a session of its own (so Ctrl-C in the terminal
 * reaches this JVM alone, which then stops its children in the right order), and ends when this JVM is killed.
 */
public final class ChildProcess implements AutoCloseable {

    /** {@code setsid} replaces itself by the program, so the process id stays that of the program. */
    static final List<String> OWN_SESSION = onPath("setsid") == null ? List.of() : List.of("setsid");

    private final Process process;
    private final Launch launch;

    private ChildProcess(Process process, Launch launch) {
        this.process = process;
        this.launch = launch;
    }

    /**
     * What to start. {@code log} is appended to. {@code stopWithin} is the time the program has to stop in good order
     * before it is killed.
     */
    public record Launch(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            StopSignal stopSignal,
            Duration stopWithin) {}

    public static ChildProcess start(Launch launch) {
        return start(launch, false);
    }

    /** With pipes for standard input and output; only standard error goes to the log. */
    public static ChildProcess startWithPipes(Launch launch) {
        return start(launch, true);
    }

    private static ChildProcess start(Launch launch, boolean pipes) {
        List<String> command = new ArrayList<>(OWN_SESSION);
        command.addAll(launch.command());
        Redirect log = Redirect.appendTo(launch.log().toFile());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.directory().toFile())
                .redirectError(log);
        if (!pipes) {
            builder.redirectOutput(log)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        }
        builder.environment().putAll(launch.environment());
        try {
            Process process = builder.start();
            OrphanGuard.watch(process.pid(), launch.stopSignal());
            var child = new ChildProcess(process, launch);
            AtExit.close(child);
            var unused = process.onExit().thenRun(child::ended);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(launch.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    private void ended() {
        OrphanGuard.release(process.pid());
        AtExit.forget(this);
    }

    public String name() {
        return launch.name();
    }

    public Path log() {
        return launch.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code once it has ended; a number above 128 is a signal plus 128. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Completes with the exit code when it ends. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** For the pipes and for waiting; its end is watched from here already. */
    public Process process() {
        return process;
    }

    /** Asks the program to stop and kills it when it takes too long. Does nothing when it has ended. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        signal(process.pid(), launch.stopSignal());
        if (!endsWithin(launch.stopWithin())) {
            process.destroyForcibly();
            endsWithin(Duration.ofSeconds(5));
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The shell's own {@code kill}: Java can send TERM and KILL only, and small systems have no kill program. */
    public static void signal(long pid, StopSignal signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + signal.name() + " " + pid)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first executable of this name on the PATH. */
    public static @Nullable Path onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
