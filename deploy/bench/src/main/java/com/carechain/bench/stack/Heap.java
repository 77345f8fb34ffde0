package com.carechain.bench.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the chat replicas hold in memory after a full collection, by their own metrics. */
public final class Heap {

    private static final int LIMIT_SECONDS = 20;

    private final Target target;
    private final Rest rest;

    public Heap(Target target, Rest rest) {
        this.target = target;
        this.rest = rest;
    }

    /** MiB over all replicas; NaN where there is no JVM to ask (a native image). */
    public double liveMib() {
        for (long pid : target.chatProcesses().roots()) {
            if (!collected(pid)) {
                return Double.NaN;
            }
        }
        return target.management().stream().mapToDouble(this::usedMib).sum();
    }

    private static boolean collected(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (jcmd.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return jcmd.exitValue() == 0;
            }
            jcmd.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private double usedMib(URI management) {
        return rest.call("GET", management.resolve("/q/metrics"), null, null)
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / (1 << 20);
    }
}
