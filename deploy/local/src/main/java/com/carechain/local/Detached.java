package com.carechain.local;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.stack.StackLock;
import com.carechain.local.stack.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code up --detach}: runs {@code up} in a session of its own and shows what it says until it is ready. Until then
 * Ctrl-C stops it; afterwards only {@code down} does.
 */
record Detached(StateDirectory state) {

    private static final int POLL_MILLIS = 100;

    int up(int replicas, boolean fresh) throws IOException, InterruptedException {
        StackLock.requireFree(state);
        Path log = state.log("up");
        StateDirectory.startAnew(log);
        Files.createFile(log);
        Process launcher = new ProcessBuilder(command(replicas, fresh))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        Thread stopWithUs = new Thread(() -> stop(launcher));
        Runtime.getRuntime().addShutdownHook(stopWithUs);
        boolean ready = showUntilReady(launcher, log);
        Runtime.getRuntime().removeShutdownHook(stopWithUs);
        return ready ? 0 : launcher.waitFor();
    }

    private static boolean showUntilReady(Process launcher, Path log) throws IOException, InterruptedException {
        boolean ready = false;
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            while (true) {
                boolean ended = !launcher.isAlive();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    System.out.println(line);
                    ready |= line.startsWith(UpCommand.READY);
                }
                if (ready || ended) {
                    return ready;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static void stop(Process launcher) {
        launcher.destroy();
        try {
            launcher.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** This very program, without {@code --detach}. */
    private static List<String> command(int replicas, boolean fresh) {
        List<String> command = new ArrayList<>();
        if (ChildProcess.onPath("setsid") != null) {
            command.add("setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("up", "--replicas", Integer.toString(replicas)));
        if (fresh) {
            command.add("--fresh");
        }
        return command;
    }
}
