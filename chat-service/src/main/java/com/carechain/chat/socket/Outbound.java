package com.carechain.chat.socket;

import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits to be written to one socket. The framework's own queue has no bound, so unfinished writes are counted here. Frames are
 * written on the socket's event loop, all that have gathered in one go, in the order they were offered.
 */
final class Outbound {
    private final WebSocketConnection connection;
    private final Context eventLoop;
    private final int maxFrames;
    private final int maxCharacters;
    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong characters = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LongAdder sent;
    private volatile boolean open;

    Outbound(WebSocketConnection connection, Context eventLoop, int maxFrames, int maxCharacters, LongAdder sent) {
        this.connection = connection;
        this.eventLoop = eventLoop;
        this.maxFrames = maxFrames;
        this.maxCharacters = maxCharacters;
        this.sent = sent;
    }

    /** Writes that frame before all others, and lets the others go. */
    void start(String first) {
        eventLoop.runOnContext(v -> {
            count(first);
            write(first);
            open = true;
            flush();
        });
    }

    /** Whether one more frame fits. */
    boolean hasRoom() {
        return frames.get() < maxFrames && characters.get() < maxCharacters;
    }

    boolean isHalfEmpty() {
        return frames.get() < maxFrames / 2 && characters.get() < maxCharacters / 2;
    }

    /** False: the socket reads too slowly; the frame is not taken. */
    boolean offer(String frame) {
        if (!hasRoom()) return false;
        count(frame);
        queue.add(frame);
        if (open && scheduled.compareAndSet(false, true)) eventLoop.runOnContext(v -> flush());
        return true;
    }

    /** Runs on the socket's event loop, after the frames that have come in so far were handled. */
    void later(Runnable work) {
        eventLoop.runOnContext(v -> work.run());
    }

    /** As {@link #later}, after a pause. */
    void after(long millis, Runnable work) {
        eventLoop.owner().setTimer(millis, t -> later(work));
    }

    /** On the event loop: writes at once what waits, so that a close frame comes after it. */
    void writeAll() {
        if (open) flush();
    }

    private void count(String frame) {
        frames.incrementAndGet();
        characters.addAndGet(frame.length());
    }

    private void flush() {
        scheduled.set(false);
        int written = 0;
        String frame;
        while ((frame = queue.poll()) != null) {
            write(frame);
            written++;
        }
        sent.add(written);
    }

    private void write(String frame) {
        connection.sendText(frame).subscribe().with(v -> written(frame), e -> written(frame));
    }

    private void written(String frame) {
        frames.decrementAndGet();
        characters.addAndGet(-frame.length());
    }
}
