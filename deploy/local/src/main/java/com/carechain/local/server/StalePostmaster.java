package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL that outlived the program that started it and still works on our data directory. */
final class StalePostmaster {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private StalePostmaster() {}

    /** Ends it, so that a new one can start on the same data. Does nothing when there is none. */
    static void end(Path data) {
        find(data).ifPresent(postmaster -> {
            ChildProcess.signal(postmaster.pid(), StopSignal.INT);
            if (!Deadline.in(LIMIT).await(() -> !worksOn(postmaster, data))) {
                postmaster.destroyForcibly();
                Deadline.in(LIMIT).await(() -> !worksOn(postmaster, data));
            }
        });
    }

    private static Optional<ProcessHandle> find(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(process -> worksOn(process, data));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The number may belong to somebody else's program by now: the command line must name our directory. */
    private static boolean worksOn(ProcessHandle process, Path data) {
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        return process.isAlive() && arguments.contains(data.toString());
    }
}
