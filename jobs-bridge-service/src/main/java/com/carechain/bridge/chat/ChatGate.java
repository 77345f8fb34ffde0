package com.carechain.bridge.chat;

import com.carechain.bridge.retry.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls through while chat-service takes them. After a failed call the gate closes for a back-off, then lets one call
 * try; the first success opens it for all. So a chat-service in trouble gets one call at a time, however many records wait.
 *
 * <p>An event that upsets chat-service all by itself must not close the gate for others: calls that carry one event alone
 * (see {@code Lanes}) close it only when nothing succeeded in between.
 */
public final class ChatGate {
    private static final Logger LOG = Logger.getLogger(ChatGate.class);
    private static final int LONE_FAILURES_THAT_CLOSE = 5;

    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private int closures;
    private int failuresInARow;
    private boolean trying;
    private long opensAt;
    private long lastAnswer = System.nanoTime();
    private @Nullable String problem = "not reached yet";

    public ChatGate(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Permission for one call; must be given back by exactly one of the three methods below. */
    public enum Turn {
        FREE,
        TRIAL
    }

    /** Waits for a turn. */
    public Turn enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (closures > 0 && (trying || remaining() > 0)) {
                if (trying) {
                    changed.await();
                } else {
                    changed.awaitNanos(remaining());
                }
            }
            return start();
        } finally {
            lock.unlock();
        }
    }

    /** A turn if one is free now and no call was answered for so long: for finding out without anything to deliver. */
    public Optional<Turn> enterIfQuiet(Duration quiet) {
        lock.lock();
        try {
            boolean busy = closures > 0 && (trying || remaining() > 0);
            boolean recent = problem == null && System.nanoTime() - lastAnswer < quiet.toNanos();
            return busy || recent ? Optional.empty() : Optional.of(start());
        } finally {
            lock.unlock();
        }
    }

    /** The call was answered. */
    public void succeeded(Turn turn) {
        lock.lock();
        try {
            if (problem != null) {
                LOG.info("chat-service takes events");
            }
            closures = 0;
            failuresInARow = 0;
            lastAnswer = System.nanoTime();
            problem = null;
            end(turn);
        } finally {
            lock.unlock();
        }
    }

    /** @param alone the call carried one event that had failed before */
    public void failed(Turn turn, boolean alone, String why) {
        lock.lock();
        try {
            failuresInARow++;
            boolean closes = !alone || failuresInARow >= LONE_FAILURES_THAT_CLOSE;
            // Calls that were under way when the gate closed tell nothing new and must not lengthen the back-off.
            if (turn == Turn.TRIAL || (closures == 0 && closes)) {
                closures++;
                opensAt = System.nanoTime() + backoff.delay(closures).toNanos();
                if (closures == 1) {
                    LOG.warnf("chat-service cannot take events, records wait: %s", why);
                }
                problem = why;
            }
            end(turn);
        } finally {
            lock.unlock();
        }
    }

    /** There was nothing to call for. */
    public void unused(Turn turn) {
        lock.lock();
        try {
            end(turn);
        } finally {
            lock.unlock();
        }
    }

    /** Why chat-service cannot take events, or empty when it can. */
    public Optional<String> problem() {
        lock.lock();
        try {
            return Optional.ofNullable(problem);
        } finally {
            lock.unlock();
        }
    }

    private Turn start() {
        trying = closures > 0;
        return trying ? Turn.TRIAL : Turn.FREE;
    }

    private void end(Turn turn) {
        if (turn == Turn.TRIAL) {
            trying = false;
        }
        changed.signalAll();
    }

    private long remaining() {
        return opensAt - System.nanoTime();
    }
}
