package com.carechain.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the children of a JVM that was killed with {@code kill -9} and could not do it itself: one small shell that reads
 * from a pipe only this JVM holds. When the pipe ends, it signals every child that was not reported as ended.
 */
final class OrphanGuard {

    private static final String SCRIPT = "/com/carechain/local/process/orphan-guard.sh";

    private static @Nullable OutputStream pipe;

    private OrphanGuard() {}

    static synchronized void watch(long pid, StopSignal signal) {
        tell(signal.name() + " " + pid);
    }

    static synchronized void release(long pid) {
        tell("- " + pid);
    }

    private static void tell(String line) {
        try {
            if (pipe == null) {
                pipe = start();
            }
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // Without the guard everything works, only a kill -9 of this JVM would leave its children behind.
            pipe = OutputStream.nullOutputStream();
        }
    }

    private static OutputStream start() throws IOException {
        List<String> command = new ArrayList<>(ChildProcess.OWN_SESSION);
        command.addAll(List.of("sh", "-c", script()));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .getOutputStream();
    }

    private static String script() {
        try (InputStream in = OrphanGuard.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
