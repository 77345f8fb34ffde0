package com.carechain.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** CPU seconds of named groups of processes between two moments, and what the rest of the machine did meanwhile. */
public final class Meter {

    /** This program; not part of the system, but on the same machine. */
    public static final String GENERATOR = "generator";
    /** Everything that is in no group: a busy neighbour spoils latencies and throughput, hardly CPU per message. */
    public static final String OTHERS = "others";

    private static final double TICKS_PER_SECOND = 100;

    private final Map<String, ProcessTree> groups;

    public Meter(Map<String, ProcessTree> groups) {
        this.groups = Map.copyOf(groups);
    }

    /** CPU seconds so far. */
    public record Reading(long nanos, Map<String, Double> cpu, double machine) {

        /** What was used since an earlier reading. */
        public Usage since(Reading earlier) {
            Map<String, Double> used = new LinkedHashMap<>();
            cpu.forEach(
                    (group, seconds) -> used.put(group, Math.max(0, seconds - earlier.cpu.getOrDefault(group, 0.0))));
            double known =
                    used.values().stream().mapToDouble(Double::doubleValue).sum();
            used.put(OTHERS, Math.max(0, machine - earlier.machine - known));
            return new Usage((nanos - earlier.nanos) / 1e9, used);
        }
    }

    /**
     * @param seconds of wall time
     * @param cpu seconds of processor time by group, {@link #OTHERS} included
     */
    public record Usage(double seconds, Map<String, Double> cpu) {
        public double of(String group) {
            return cpu.getOrDefault(group, 0.0);
        }
    }

    public Reading read() {
        Map<String, Double> cpu = new LinkedHashMap<>();
        groups.forEach((name, tree) -> cpu.put(name, tree.cpuSeconds()));
        cpu.put(GENERATOR, own());
        return new Reading(System.nanoTime(), cpu, machine());
    }

    /** Without children: one of them may be the stack. */
    private static double own() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> used.toMillis() / 1e3)
                .orElse(0.0);
    }

    /** Busy time of all processors since boot: user, nice, system, irq, softirq. */
    private static double machine() {
        try {
            String[] fields = Files.readString(Path.of("/proc/stat")).split("\\s+", 9);
            long ticks = Long.parseLong(fields[1])
                    + Long.parseLong(fields[2])
                    + Long.parseLong(fields[3])
                    + Long.parseLong(fields[6])
                    + Long.parseLong(fields[7]);
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
