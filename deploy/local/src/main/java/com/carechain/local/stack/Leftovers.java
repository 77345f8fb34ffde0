package com.carechain.local.stack;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes of a launcher that was killed before it could stop them. They are remembered with the time they started,
 * so that a process id which somebody else has by now is left alone.
 */
public final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StateDirectory state;

    public Leftovers(StateDirectory state) {
        this.state = state;
    }

    void remember(Map<String, Long> pidsByName) throws IOException {
        StringBuilder lines = new StringBuilder();
        pidsByName.forEach((name, pid) -> ProcessHandle.of(pid).ifPresent(process -> lines.append(name)
                .append(' ')
                .append(pid)
                .append(' ')
                .append(startOf(process))
                .append('\n')));
        Files.writeString(state.processes(), lines);
    }

    /** Those that run, by the name of their part. */
    Map<String, ProcessHandle> byName() {
        Map<String, ProcessHandle> found = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(state.processes())) {
                List<String> words = List.of(line.split(" ", -1));
                if (words.size() == 3) {
                    stillRunning(words.get(1), words.get(2)).ifPresent(process -> found.put(words.get(0), process));
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was started, or all was stopped in good order.
        } catch (IOException | NumberFormatException e) {
            throw new StartFailed(state.processes() + " cannot be read: " + e.getMessage(), e);
        }
        return found;
    }

    /** Ends them and returns how many there were. Only to be called while no launcher runs. */
    public int end() {
        Collection<ProcessHandle> left = byName().values();
        // INT stops all of them, and PostgreSQL without waiting for its clients.
        left.forEach(process -> ChildProcess.signal(process.pid(), StopSignal.INT));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (left.stream().anyMatch(Leftovers::isRunning) && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        left.forEach(ProcessHandle::destroyForcibly);
        return left.size();
    }

    /** One that has ended and that nobody asked for its exit code has no command line any more. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive()
                && (process.info().command().isPresent()
                        || process.info().arguments().isPresent());
    }

    private static Optional<ProcessHandle> stillRunning(String pid, String start) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(Leftovers::isRunning)
                .filter(process -> startOf(process).equals(start));
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
