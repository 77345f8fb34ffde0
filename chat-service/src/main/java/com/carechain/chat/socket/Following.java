package com.carechain.chat.socket;

import com.carechain.chat.fanout.ChangeLog;
import com.carechain.chat.fanout.ChangeLog.Missed;
import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.fanout.RoomChannels;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.ServerFrame;
import io.micrometer.core.instrument.Counter;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings a socket into a room: subscribe first, then read what was missed, then live; so nothing is lost in between, and what comes
 * twice is sent once. What reads is blocking: for virtual threads.
 */
@Singleton
@Startup // its metrics are there before the first message
class Following {
    private static final Logger LOG = Logger.getLogger(Following.class);
    private final RoomChannels channels;
    private final ChangeLog changes;
    private final RoomService rooms;
    private final Counter complete;
    private final Counter partial;
    private final Counter reset;
    private final int page;

    Following(RoomChannels channels, ChangeLog changes, RoomService rooms, ChatMetrics metrics, ChatConfig config) {
        this.channels = channels;
        this.changes = changes;
        this.rooms = rooms;
        this.complete = metrics.resumes("complete");
        this.partial = metrics.resumes("partial");
        this.reset = metrics.resumes("reset");
        this.page = config.sockets().resumePage();
    }

    /** Subscribes; from here on nothing is missed. */
    @Nullable
    RoomChannel join(SocketSession session, Room room) {
        RoomChannel channel = channels.join(room, session);
        if (session.follows(channel)) return channel;
        channels.leave(channel, session);
        return null;
    }

    /** Goes live from the rev at which the room was just read. Seldom reads again: only when changes fell in between. */
    void liveFrom(SocketSession session, RoomChannel channel, long rev) {
        if (isLiveFrom(session, channel, rev)) return;
        var unused = catchUp(session, channel, rev, false);
    }

    /** Does not block. False: changes fell in between, so {@link #liveFrom} has to read. */
    boolean isLiveFrom(SocketSession session, RoomChannel channel, long rev) {
        return channel.goLive(session, rev, () -> {});
    }

    /** Sends what was missed since that rev, then {@code synced}, then goes live. */
    void resumeFrom(SocketSession session, RoomChannel channel, long afterRev) {
        switch (catchUp(session, channel, afterRev, true)) {
            case COMPLETE -> complete.increment();
            case PARTIAL -> partial.increment();
            case RESET -> reset.increment();
            case GIVEN_UP -> {}
        }
    }

    private enum Resumed {
        COMPLETE,
        PARTIAL,
        RESET,
        GIVEN_UP
    }

    private Resumed catchUp(SocketSession session, RoomChannel channel, long afterRev, boolean tellSynced) {
        long from = afterRev;
        Resumed outcome = Resumed.COMPLETE;
        while (!session.isClosed()) {
            Missed missed = changes.since(channel.id(), from, page);
            if (missed == null) return Resumed.GIVEN_UP;
            if (from > missed.rev()) {
                session.send(new ServerFrame.Reset(channel.id())); // a rev this room never had
                from = missed.rev();
                outcome = Resumed.RESET;
            }
            for (RoomEvent.Delivery delivery : missed.deliveries()) {
                if (!session.awaitRoom()) return Resumed.GIVEN_UP;
                if (delivery.frame() == null)
                    tellRoom(session, channel.id()); // now: it was missed, so it precedes synced
                else session.deliver(channel, delivery);
            }
            Runnable synced = () -> {
                if (tellSynced || missed.more())
                    session.send(new ServerFrame.Synced(channel.id(), missed.rev(), missed.seq(), missed.more()));
            };
            if (missed.more()) {
                channel.goLiveFromNow(session, synced);
                return Resumed.PARTIAL;
            }
            if (channel.goLive(session, missed.rev(), synced)) return outcome;
            from = missed.rev();
        }
        return Resumed.GIVEN_UP;
    }

    void leaveAll(SocketSession session) {
        session.channels().forEach(channel -> channels.leave(channel, session));
    }

    /** The room itself changed: its member gets the new view, who is no member any more is let go. Does not block. */
    void roomChanged(SocketSession session, UUID room) {
        Thread.startVirtualThread(() -> {
            try {
                tellRoom(session, room);
            } catch (RuntimeException e) {
                LOG.debugf("A room's change could not be told: %s", e.getMessage());
            }
        });
    }

    private void tellRoom(SocketSession session, UUID room) {
        try {
            session.send(new ServerFrame.RoomUpdated(room, rooms.view(room, session.userId())));
        } catch (Refusal notAMember) {
            RoomChannel channel = session.channel(room);
            if (channel != null) channels.leave(channel, session);
        }
    }
}
