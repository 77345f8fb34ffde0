package com.carechain.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes with all their children, as {@code /proc} shows them.
 *
 * @param roots the process ids that were asked for; one that has ended counts nothing
 */
public record ProcessTree(List<Long> roots) {

    /** Of Linux on every machine this runs on; not to be asked from Java. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double KIB_PER_MIB = 1024;
    /** Of the text behind the program's name in {@code stat}: utime, stime and the same of children that were waited for. */
    private static final int UTIME = 11;

    private static final int CSTIME = 14;

    /** Processor seconds since their start, children that have ended included: a PostgreSQL backend counts after its end too. */
    public double cpuSeconds() {
        long ticks = all().mapToLong(ProcessTree::ticks).sum();
        return ticks / TICKS_PER_SECOND;
    }

    /** Memory in MiB; what processes share is divided among them (PSS). NaN when it cannot be read. */
    public double memoryMib() {
        double kib = 0;
        for (ProcessHandle process : all().toList()) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
                kib += lines.filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            } catch (IOException | RuntimeException e) {
                if (process.isAlive()) {
                    return Double.NaN;
                }
            }
        }
        return kib / KIB_PER_MIB;
    }

    private Stream<ProcessHandle> all() {
        return roots.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).flatMap(ProcessTree::withDescendants);
    }

    private static Stream<ProcessHandle> withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // The name, in brackets, may contain anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = UTIME; i <= CSTIME; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException e) {
            return 0; // ended this moment; its parent has its time now
        }
    }
}
