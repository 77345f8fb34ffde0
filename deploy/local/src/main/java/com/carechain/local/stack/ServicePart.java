package com.carechain.local.stack;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One of our services as a process of its own.
 *
 * @param name of this replica, like {@code chat-service-2}
 * @param program the directory of its packaged form
 * @param firstHeap what its heap begins with, in MiB; it grows to 384
 * @param environment what it needs to find the others; wins over what this process inherited
 */
record ServicePart(
        String name,
        Path program,
        int port,
        StateDirectory state,
        int firstHeap,
        Map<String, String> environment,
        Duration startLimit)
        implements Part {

    /** A service finishes what is in flight (10 s) before it ends. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final List<String> JVM_FLAGS = List.of(
            // Several services share one small machine: the default would be a quarter of its memory for each.
            "-Xmx384m",
            // The default stops a young service four times for a full collection, only because it loads its classes.
            "-XX:MetaspaceSize=128m",
            // No collector threads that compete for two cores; pauses are short on a heap of this size.
            "-XX:+UseSerialGC",
            // A service without memory is replaced, instead of answering half of the time.
            "-XX:+ExitOnOutOfMemoryError",
            // Log lines and JSON are UTF-8 on every machine, also where the locale is C.
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            // Netty and others use these on purpose; their warnings would hide ours.
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Running start() {
        var process = ChildProcess.start(new Launch(
                name, command(), environment, state.directory(), state.log(name), StopSignal.TERM, STOP_LIMIT));
        return new RunningService(process, new Readiness(name, PortPlan.management(port), startLimit));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.add("-Xms" + firstHeap + "m");
        Stream.of(System.getenv().getOrDefault("CARECHAIN_JAVA_OPTS", "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add("-jar");
        command.add(program.resolve("quarkus-run.jar").toString());
        return command;
    }

    private record RunningService(ChildProcess process, Readiness readiness) implements Running {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public void awaitReady() {
            readiness.await(process);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return process.onExit();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
