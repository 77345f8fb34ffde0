package com.carechain.local.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what is still open when the JVM ends by itself, by Ctrl-C or by SIGTERM: newest first and one after the
 * other, so that a program always stops before what it uses. (Plain shutdown hooks run all at once.)
 */
public final class AtExit {

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static final Deque<AutoCloseable> OPEN_WHOLES = new ArrayDeque<>();

    private static volatile boolean begun;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "close-at-exit"));
    }

    private AtExit() {}

    /** {@code open.close()} must stand being called twice: by its owner and from here. */
    public static void close(AutoCloseable open) {
        synchronized (OPEN) {
            OPEN.push(open);
        }
    }

    /** For something that knows a better order for its parts: it is closed before every single part. */
    public static void closeWhole(AutoCloseable whole) {
        synchronized (OPEN) {
            OPEN_WHOLES.push(whole);
        }
    }

    /** To be called when {@code closed} needs no more care. */
    public static void forget(AutoCloseable closed) {
        synchronized (OPEN) {
            OPEN.removeIf(open -> open == closed);
            OPEN_WHOLES.removeIf(open -> open == closed);
        }
    }

    /** Whether the JVM is ending. */
    public static boolean hasBegun() {
        return begun;
    }

    private static void closeAll() {
        begun = true;
        for (AutoCloseable next = next(); next != null; next = next()) {
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("While stopping: " + e.getMessage());
            }
        }
    }

    private static @Nullable AutoCloseable next() {
        synchronized (OPEN) {
            AutoCloseable whole = OPEN_WHOLES.poll();
            return whole == null ? OPEN.poll() : whole;
        }
    }
}
