package com.carechain.chat.socket;

import com.carechain.chat.fanout.Burst;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * What waits to be written to one socket. The framework's own queue has no bound, so unfinished writes are counted here. Frames are
 * written on the socket's event loop in the order they were offered: all that have gathered in one buffer and with one system call, which
 * is why this speaks to Netty and not to Vert.x, that flushes each frame.
 */
final class Outbound {
    private static final Logger LOG = Logger.getLogger(Outbound.class);
    // fields in place of objects for each of many sockets
    private static final AtomicIntegerFieldUpdater<Outbound> FRAMES =
            AtomicIntegerFieldUpdater.newUpdater(Outbound.class, "frames");
    private static final AtomicIntegerFieldUpdater<Outbound> CHARACTERS =
            AtomicIntegerFieldUpdater.newUpdater(Outbound.class, "characters");
    private static final AtomicIntegerFieldUpdater<Outbound> SCHEDULED =
            AtomicIntegerFieldUpdater.newUpdater(Outbound.class, "scheduled");

    private final ServerWebSocket socket;
    private final ChannelHandlerContext channel;
    private final EventLoop eventLoop;
    private final int maxFrames;
    private final int maxCharacters;
    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final LongAdder sent;
    private volatile int frames;
    private volatile int characters;
    /** 1: a flush is on its way. */
    private volatile int scheduled;

    private volatile boolean open;
    /** The close frame has been written; the event loop's own. */
    private boolean closing;

    Outbound(ServerWebSocket socket, ChannelHandlerContext channel, int maxFrames, int maxCharacters, LongAdder sent) {
        this.socket = socket;
        this.channel = channel;
        this.eventLoop = channel.channel().eventLoop();
        this.maxFrames = maxFrames;
        this.maxCharacters = maxCharacters;
        this.sent = sent;
    }

    /** Writes that frame before all others, and lets the others go. */
    void start(String first) {
        count(first);
        eventLoop.execute(() -> {
            if (closing) return;
            write(List.of(first));
            open = true;
            flush();
        });
    }

    /** Whether one more frame fits. */
    boolean hasRoom() {
        return frames < maxFrames && characters < maxCharacters;
    }

    boolean isHalfEmpty() {
        return frames < maxFrames / 2 && characters < maxCharacters / 2;
    }

    /** False: the socket reads too slowly; the frame is not taken. */
    boolean offer(String frame) {
        if (!hasRoom()) return false;
        count(frame);
        queue.add(frame);
        if (open && SCHEDULED.compareAndSet(this, 0, 1)) Burst.flush(eventLoop, this::flush);
        return true;
    }

    /** After what was offered before; nothing is written after that. */
    void close(CloseCode code) {
        eventLoop.execute(() -> {
            if (open) flush();
            open = false;
            closing = true;
            socket.close(code.code(), code.text());
        });
    }

    void ping() {
        Burst.flush(eventLoop, () -> {
            if (open) channel.writeAndFlush(new PingWebSocketFrame(), unheard());
        });
    }

    /** Without a word: for a peer that does not take the close frame either. */
    void cut() {
        channel.close();
    }

    /** Runs on the socket's event loop, after the frames that have come in so far were handled. */
    void later(Runnable work) {
        eventLoop.execute(work);
    }

    /** As {@link #later}, after a pause. */
    void after(long millis, Runnable work) {
        eventLoop.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    private void count(String frame) {
        FRAMES.incrementAndGet(this);
        CHARACTERS.addAndGet(this, frame.length());
    }

    private void flush() {
        scheduled = 0;
        List<String> gathered = new ArrayList<>(frames);
        for (String frame; (frame = queue.poll()) != null; ) gathered.add(frame);
        if (!gathered.isEmpty()) write(gathered);
    }

    /**
     * One buffer, one system call, one promise for all of them. What cannot be written, say for want of memory, must not be missed unnoticed:
     * the socket is cut, and its client resumes. Nor may the others of a burst wait for it, so nothing is thrown.
     */
    private void write(List<String> gathered) {
        int length = 0;
        for (String frame : gathered) length += frame.length();
        ByteBuf bytes = null;
        try {
            bytes = channel.alloc().directBuffer(length + gathered.size() * TextFrames.MAX_HEADER_BYTES);
            for (String frame : gathered) TextFrames.write(frame, bytes);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("A socket could not be written to and is cut", e);
            if (bytes != null) bytes.release();
            cut();
            return;
        }
        int written = gathered.size();
        int letters = length;
        channel.writeAndFlush(bytes).addListener(end -> {
            FRAMES.addAndGet(this, -written);
            CHARACTERS.addAndGet(this, -letters);
        });
        sent.add(written);
    }

    private ChannelPromise unheard() {
        return new VoidChannelPromise(channel.channel(), false);
    }
}
