package com.carechain.local.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the launcher as long as it lives, so that one state directory is used by one stack. The operating system gives
 * it back when the launcher ends, however it ends. The file holds the launcher's process id.
 */
public final class StackLock {

    /** Never closed: the end of the process gives the lock back. */
    @SuppressWarnings({"FieldCanBeLocal", "UnusedVariable"})
    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Throws {@link StartFailed} when another launcher has it. */
    public static StackLock take(StateDirectory state) {
        try {
            FileChannel channel = open(state);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw alreadyRunning(state);
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new StackLock(channel);
        } catch (IOException e) {
            throw unusable(state, e);
        }
    }

    public static void requireFree(StateDirectory state) {
        if (isHeldByAnother(state)) {
            throw alreadyRunning(state);
        }
    }

    /** Whether a launcher works on this directory now. */
    public static boolean isHeldByAnother(StateDirectory state) {
        if (!Files.exists(state.lock())) {
            return false;
        }
        try (FileChannel channel = open(state)) {
            return channel.tryLock() == null;
        } catch (IOException e) {
            throw unusable(state, e);
        }
    }

    /** The launcher that works on this directory; empty when there is none. */
    public static Optional<ProcessHandle> holder(StateDirectory state) {
        try {
            return isHeldByAnother(state)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readString(state.lock()).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static FileChannel open(StateDirectory state) throws IOException {
        return FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static StartFailed alreadyRunning(StateDirectory state) {
        EnvFile env = EnvFile.read(state.env());
        String where =
                env.isEmpty() ? "" : ": " + env.get("CARECHAIN_URL") + " (process " + env.get("GATEWAY_PID") + ")";
        return new StartFailed(
                "CareChain is already running" + where + ". See ./carechain status; stop it with ./carechain down.");
    }

    private static StartFailed unusable(StateDirectory state, IOException e) {
        return new StartFailed(state.lock() + " cannot be used: " + e.getMessage(), e);
    }
}
