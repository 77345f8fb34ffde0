package com.carechain.chat.fanout;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What is handed to many sockets in one go. Frames are only queued meanwhile; when the burst ends each socket is written to once, with
 * all that has gathered for it, and each event loop is woken once: one system call per socket instead of one per frame.
 */
public final class Burst {
    private static final ScopedValue<Burst> CURRENT = ScopedValue.newInstance();
    private final Map<Executor, List<Runnable>> flushes = new IdentityHashMap<>(4);

    private Burst() {}

    /** A burst within a burst is part of it. */
    public static void run(Runnable work) {
        if (CURRENT.isBound()) {
            work.run();
            return;
        }
        Burst burst = new Burst();
        try {
            ScopedValue.where(CURRENT, burst).run(work);
        } finally {
            burst.end();
        }
    }

    /** Has that socket written to on its event loop: at the end of this thread's burst, or at once when there is none. */
    public static void flush(Executor eventLoop, Runnable flush) {
        if (CURRENT.isBound())
            CURRENT.get()
                    .flushes
                    .computeIfAbsent(eventLoop, loop -> new ArrayList<>())
                    .add(flush);
        else eventLoop.execute(flush);
    }

    private void end() {
        flushes.forEach((loop, sockets) -> loop.execute(() -> sockets.forEach(Runnable::run)));
    }
}
