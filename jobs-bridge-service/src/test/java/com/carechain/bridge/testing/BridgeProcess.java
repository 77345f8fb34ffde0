package com.carechain.bridge.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A bridge in a JVM of its own, so that a test can kill it without a goodbye. */
public final class BridgeProcess implements AutoCloseable {
    private final Process process;

    private BridgeProcess(Process process) {
        this.process = process;
    }

    public static BridgeProcess start(Topics topics, int chatPort) throws IOException {
        return new BridgeProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BridgeProcess.class.getName(),
                        topics.bootstrap(),
                        topics.source(),
                        Integer.toString(chatPort)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** SIGKILL: no commit, no leaving of the group. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws InterruptedException {
        // A commit now and then only: whoever is killed has done more than it committed.
        Map<String, String> settings = Map.of("intake.commit-interval", "2s", "delivery.batch-size", "20");
        Replica.start(new Topics(args[0], args[1]), new PlainChatService(Integer.parseInt(args[2])), settings);
        Thread.currentThread().join();
    }
}
