package com.carechain.local.stack;

import com.carechain.local.stack.Part.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps one part running: starts it again when it dies, after a pause that grows while it keeps dying. */
final class Supervisor implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Alive for so long, it counts as well again. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Part part;
    private final Path log;
    private final Console console;
    private final Runnable changed;

    private @Nullable Running running;
    private boolean stopping;
    private volatile boolean ready;
    private Duration pause = FIRST_PAUSE;

    /** {@code changed} is called whenever the process id is another one. */
    Supervisor(Part part, Path log, Console console, Runnable changed) {
        this.part = part;
        this.log = log;
        this.console = console;
        this.changed = changed;
    }

    Part part() {
        return part;
    }

    /** The first start: a failure is the caller's. Afterwards this object looks after the part alone. */
    void start() {
        long began = System.nanoTime();
        Running started = startOnce();
        started.awaitReady();
        console.say("  %-21s ready on %s after %.1f s"
                .formatted(part.name(), part.address(), (System.nanoTime() - began) / 1e9));
        ready = true;
        watch(started);
    }

    /** Whether it was once. */
    boolean isReady() {
        return ready;
    }

    private Running startOnce() {
        Running started = part.start();
        synchronized (this) {
            if (!stopping) {
                running = started;
            }
        }
        if (running != started) {
            started.close();
            throw new StartFailed(part.name() + " was stopped while it started");
        }
        try {
            changed.run();
        } catch (RuntimeException e) {
            forget(started);
            started.close();
            throw e;
        }
        return started;
    }

    private void watch(Running watched) {
        long since = System.nanoTime();
        var unused = watched.onExit().thenAccept(code -> {
            if (System.nanoTime() - since > STEADY.toNanos()) {
                pause = FIRST_PAUSE;
            }
            if (forget(watched)) {
                console.say(part.name() + " ended with code " + code + "; starting it again in " + pause.toSeconds()
                        + " s. Its log: " + log);
                Thread.startVirtualThread(this::startAgain);
            }
        });
    }

    /** False when it was meant to end. */
    private synchronized boolean forget(Running ended) {
        if (running == ended) {
            running = null;
        }
        return !stopping;
    }

    private void startAgain() {
        Running started = null;
        while (started == null && sleep()) {
            try {
                started = startOnce();
                started.awaitReady();
                console.say(part.name() + " is back on " + part.address());
                watch(started);
            } catch (RuntimeException e) {
                if (started != null) {
                    forget(started);
                    started.close();
                    started = null;
                }
                if (!isStopping()) {
                    console.say(part.name() + " did not come back, next try in " + pause.toSeconds() + " s. Its log: "
                            + log);
                }
            }
        }
    }

    /** False when there is nothing to start any more. */
    private boolean sleep() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return !isStopping();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Empty while it is down. */
    synchronized OptionalLong pid() {
        return running == null ? OptionalLong.empty() : OptionalLong.of(running.pid());
    }

    /** Stops the part, also in the middle of its start. */
    @Override
    public void close() {
        Running last;
        synchronized (this) {
            stopping = true;
            last = running;
            running = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
