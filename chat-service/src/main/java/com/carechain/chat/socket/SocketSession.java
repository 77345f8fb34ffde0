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
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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

    private static final CompletableFuture<?> NOTHING_BEFORE = CompletableFuture.completedFuture(null);
    // a field in place of an object for each of many sockets
    private static final AtomicIntegerFieldUpdater<SocketSession> INBOUND =
            AtomicIntegerFieldUpdater.newUpdater(SocketSession.class, "inbound");
    private static final AtomicIntegerFieldUpdater<SocketSession> REFUSED_IN_A_ROW =
            AtomicIntegerFieldUpdater.newUpdater(SocketSession.class, "refusedInARow");

    /** The room of a room socket; null on {@code /ws/}. */
    final @Nullable UUID onlyRoom;

    private final String connectionId;
    private final FrameWriter frames;
    private final Outbound outbound;
    private final BiConsumer<SocketSession, UUID> roomChanged;
    /** Immutable while there is at most one. */
    private volatile Map<UUID, RoomChannel> channels = Map.of();
    /** Null until the first message. */
    private @Nullable Unanswered unanswered;

    private volatile int inbound;
    private volatile int refusedInARow;
    /** Null when there is none. */
    private @Nullable Queue<String> early;

    private CompletableFuture<?> lastInTurn = NOTHING_BEFORE;
    private volatile boolean ready;
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
        return !ready && keepEarly(text, most);
    }

    private synchronized boolean keepEarly(String text, int most) {
        if (ready) return false;
        if (early == null) early = new ArrayDeque<>();
        if (early.size() >= most) throw Refusal.retry(Code.OVERLOADED, "Wait for the welcome.", Duration.ofMillis(200));
        early.add(text);
        return true;
    }

    /** From here on frames are handled as they come; first those that came earlier, in their order. */
    void ready(Consumer<String> handler) {
        for (String next; (next = nextEarly()) != null; ) handler.accept(next);
    }

    private synchronized @Nullable String nextEarly() {
        String next = early == null ? null : early.poll();
        if (next == null) {
            ready = true;
            early = null;
        }
        return next;
    }

    // --- what it follows

    /** False: the socket is closed, nothing must be joined any more. */
    boolean follows(RoomChannel channel) {
        join(channel);
        return !closed;
    }

    private synchronized void join(RoomChannel channel) {
        if (channels.isEmpty()) {
            channels = Map.of(channel.id(), channel);
        } else {
            if (channels.size() == 1) channels = new ConcurrentHashMap<>(channels);
            channels.put(channel.id(), channel);
        }
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
        return inbound == 0 && (unanswered == null || unanswered.isEmpty());
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
        if (INBOUND.incrementAndGet(this) <= most) return true;
        end();
        return false;
    }

    void end() {
        INBOUND.decrementAndGet(this);
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
        if (unanswered == null) unanswered = new Unanswered();
        unanswered.add(draft);
    }

    /** The store has answered; the {@code ack} goes out unless the echo brought it along already. */
    synchronized void stored(Draft draft, ServerFrame.Ack ack) {
        answered(draft);
        if (unanswered == null || !unanswered.wasAcknowledgedByEcho(draft)) send(ack);
    }

    /** The store has refused. */
    synchronized void answered(Draft draft) {
        if (unanswered != null) unanswered.remove(draft);
    }

    /** A stored message with another id than ours was sent before us, elsewhere, under the same key. */
    private synchronized void acknowledgeFirst(Sent sent) {
        ServerFrame.Ack ack = unanswered == null ? null : unanswered.byEcho(sent);
        if (ack != null) send(ack);
    }

    /** How many frames in a row were refused, this one included. */
    int refused() {
        return REFUSED_IN_A_ROW.incrementAndGet(this);
    }

    void accepted() {
        refusedInARow = 0;
    }
}
