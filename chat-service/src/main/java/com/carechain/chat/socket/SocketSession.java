package com.carechain.chat.socket;

import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.fanout.RoomEvent.Sent;
import com.carechain.chat.fanout.Subscriber;
import com.carechain.chat.identity.Caller;
import com.carechain.chat.message.Draft;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open socket of one user: what it follows, what it has sent that is not answered yet, what waits to be written. Any thread.
 *
 * <p>An acknowledgement precedes its own echo even when the echo is found by a repair before the writer's answer arrives: whichever
 * comes first sends the {@code ack}.
 */
final class SocketSession implements Subscriber {
    private static final Logger LOG = Logger.getLogger(SocketSession.class);
    private static final Executor VIRTUAL = Thread::startVirtualThread;
    private static final long TICK_NANOS = 5_000_000;
    /** Ten seconds: as long as a resuming client may take to read a page. */
    private static final int PATIENCE_TICKS = 2000;

    private static final long LEAVING_TICK_MILLIS = 10;

    /** The room of a room socket; null on {@code /ws/}. */
    final @Nullable UUID onlyRoom;

    private final String connectionId;
    private final FrameWriter frames;
    private final Outbound outbound;
    private final BiConsumer<SocketSession, UUID> roomChanged;
    private final Map<UUID, RoomChannel> channels = new ConcurrentHashMap<>(2);
    private final Map<UUID, Set<UUID>> unanswered = new HashMap<>(2);
    private final Set<UUID> acknowledgedByEcho = new HashSet<>(2);
    private final AtomicInteger inbound = new AtomicInteger();
    private final AtomicInteger refusedInARow = new AtomicInteger();
    private final Queue<String> early = new ArrayDeque<>(1);
    private CompletableFuture<?> lastInTurn = CompletableFuture.completedFuture(null);
    private boolean ready;
    private volatile Caller caller;
    private volatile boolean leaving;
    private volatile boolean closed;
    private volatile long closedAt;
    private volatile @Nullable CloseCode closedWith;

    /** @param roomChanged told, under a channel's monitor, that the user's view of a room must be sent anew */
    SocketSession(
            String connectionId,
            Caller caller,
            @Nullable UUID onlyRoom,
            Outbound outbound,
            FrameWriter frames,
            BiConsumer<SocketSession, UUID> roomChanged) {
        this.connectionId = connectionId;
        this.caller = caller;
        this.onlyRoom = onlyRoom;
        this.outbound = outbound;
        this.frames = frames;
        this.roomChanged = roomChanged;
    }

    @Override
    public String userId() {
        return caller.id();
    }

    String connectionId() {
        return connectionId;
    }

    Caller caller() {
        return caller;
    }

    void renew(Caller newer) {
        caller = newer;
    }

    // --- frames that come before the welcome

    /** False: the socket is ready, handle the frame now. True: it is kept until then. @throws Refusal when too many are */
    boolean keepsForLater(String text, int most) {
        synchronized (early) {
            if (ready) return false;
            if (early.size() >= most)
                throw Refusal.retry(Code.OVERLOADED, "Wait for the welcome.", Duration.ofMillis(200));
            early.add(text);
            return true;
        }
    }

    /** From here on frames are handled as they come; first those that came earlier, in their order. */
    void ready(Consumer<String> handler) {
        while (true) {
            String next;
            synchronized (early) {
                next = early.poll();
                if (next == null) {
                    ready = true;
                    return;
                }
            }
            handler.accept(next);
        }
    }

    // --- what it follows

    /** False: the socket is closed, nothing must be joined any more. */
    boolean follows(RoomChannel channel) {
        channels.put(channel.id(), channel);
        return !closed;
    }

    @Nullable
    RoomChannel channel(UUID room) {
        return channels.get(room);
    }

    Collection<RoomChannel> channels() {
        return channels.values();
    }

    // --- its event loop

    /** Runs it there, after what is already to be done. */
    void later(Runnable work) {
        outbound.later(work);
    }

    /** As {@link #later}, after a pause. */
    void after(Duration pause, Runnable work) {
        outbound.after(pause.toMillis(), work);
    }

    // --- what goes out

    void start(ServerFrame.Welcome welcome) {
        outbound.start(frames.write(welcome));
    }

    void send(ServerFrame frame) {
        write(frames.write(frame));
    }

    /** Something that may be lost when the reader is slow. */
    @Override
    public void tell(String frame) {
        outbound.offer(frame);
    }

    @Override
    public void deliver(RoomChannel channel, Delivery delivery) {
        if (delivery.frame() == null) {
            roomChanged.accept(this, channel.id());
            return;
        }
        Sent sent = delivery.sent();
        if (sent != null && sent.senderId().equals(userId())) acknowledgeFirst(sent);
        write(delivery.frame());
    }

    @Override
    public void removed(RoomChannel channel) {
        if (onlyRoom != null) close(CloseCode.NO_LONGER_ALLOWED);
        else Thread.startVirtualThread(() -> roomChanged.accept(this, channel.id()));
    }

    private void write(String frame) {
        if (!closed && !outbound.offer(frame)) close(CloseCode.READS_TOO_SLOWLY);
    }

    /** Waits, on a virtual thread, until the reader has caught up a little. False: it has not, and is closed. */
    boolean awaitRoom() {
        for (int i = 0; i < PATIENCE_TICKS && !closed; i++) {
            if (outbound.isHalfEmpty()) return true;
            LockSupport.parkNanos(TICK_NANOS);
        }
        if (!closed) close(CloseCode.READS_TOO_SLOWLY);
        return false;
    }

    /**
     * Takes no more frames, answers those it has taken, then closes. What the client sent after that it will send again elsewhere,
     * as it has no {@code ack} for it.
     *
     * @param patience milliseconds after which it closes whatever is unanswered
     */
    void leave(CloseCode code, long patience) {
        leaving = true;
        outbound.later(() -> leaveWhenIdle(code, patience));
    }

    private void leaveWhenIdle(CloseCode code, long patience) {
        if (!isIdle() && patience > 0) {
            outbound.after(LEAVING_TICK_MILLIS, () -> leaveWhenIdle(code, patience - LEAVING_TICK_MILLIS));
        } else {
            close(code);
        }
    }

    private synchronized boolean isIdle() {
        return inbound.get() == 0 && unanswered.isEmpty();
    }

    /** False: what comes now is not handled any more. */
    boolean takesFrames() {
        return !closed && !leaving;
    }

    void close(CloseCode code) {
        if (closed) return;
        closedAt = System.nanoTime();
        closed = true;
        closedWith = code;
        outbound.close(code);
    }

    /** Null: it is open, or was not closed by us. */
    @Nullable
    CloseCode closedWith() {
        return closedWith;
    }

    boolean isClosed() {
        return closed;
    }

    void ping() {
        outbound.ping();
    }

    /** Whether we have wanted to close it for that long. */
    boolean isClosedFor(Duration time) {
        return closed && System.nanoTime() - closedAt > time.toNanos();
    }

    void cut() {
        outbound.cut();
    }

    void ended() {
        closed = true;
    }

    /** Does what the socket cannot be open without: were it to fail, rooms would stay silent. Then it is closed, and its client comes again. */
    void orClose(Runnable work) {
        try {
            work.run();
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            if (!Outage.is(e)) LOG.error("A socket could not be opened, or follow its rooms", e);
            close(CloseCode.OVERLOADED);
        }
    }

    // --- what it has sent

    /** A frame is being worked on. False: too many are. */
    boolean begin(int most) {
        if (inbound.incrementAndGet() <= most) return true;
        inbound.decrementAndGet();
        return false;
    }

    void end() {
        inbound.decrementAndGet();
    }

    /** Runs it on a virtual thread, where it may block, after what was given before it. */
    synchronized void inTurn(Runnable work) {
        lastInTurn = lastInTurn.handleAsync(
                (done, failure) -> {
                    work.run();
                    return null;
                },
                VIRTUAL);
    }

    /** A message is on its way to the store. */
    synchronized void sending(Draft draft) {
        unanswered.computeIfAbsent(draft.clientKey(), key -> new HashSet<>()).add(draft.id());
    }

    /** The store has answered; the {@code ack} goes out unless the echo brought it along already. */
    synchronized void stored(Draft draft, ServerFrame.Ack ack) {
        answered(draft);
        if (!acknowledgedByEcho.remove(draft.clientKey())) send(ack);
    }

    /** The store has refused. */
    synchronized void answered(Draft draft) {
        unanswered.computeIfPresent(draft.clientKey(), (key, drafts) -> {
            drafts.remove(draft.id());
            return drafts.isEmpty() ? null : drafts;
        });
    }

    /** A stored message with another id than ours was sent before us, elsewhere, under the same key. */
    private synchronized void acknowledgeFirst(Sent sent) {
        Set<UUID> ours = unanswered.get(sent.clientKey());
        if (ours == null || !acknowledgedByEcho.add(sent.clientKey())) return;
        send(ours.contains(sent.ack().messageId()) ? sent.ack() : sent.ack().asDuplicate());
    }

    /** How many frames in a row were refused, this one included. */
    int refused() {
        return refusedInARow.incrementAndGet();
    }

    void accepted() {
        refusedInARow.set(0);
    }
}
