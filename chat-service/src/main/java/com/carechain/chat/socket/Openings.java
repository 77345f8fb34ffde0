package com.carechain.chat.socket;

import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.presence.Presence;
import com.carechain.chat.presence.PresenceView;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.Role;
import com.carechain.chat.wire.ServerFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ServerWebSocket;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The beginning and the end of every socket. */
@Singleton
class Openings {
    private static final Logger LOG = Logger.getLogger(Openings.class);
    private final Sessions sessions;
    private final SocketCount count;
    private final Drain drain;
    private final Following following;
    private final Subscriptions subscriptions;
    private final Presence presence;
    private final PresenceView view;
    private final TypingReports typing;
    private final FrameWriter writer;
    private final FrameHandler frames;
    private final InstantSource clock;
    private final ChatMetrics metrics;
    private final ChatConfig config;

    Openings(
            Sessions sessions,
            SocketCount count,
            Drain drain,
            Following following,
            Subscriptions subscriptions,
            Presence presence,
            PresenceView view,
            TypingReports typing,
            FrameWriter writer,
            FrameHandler frames,
            InstantSource clock,
            ChatMetrics metrics,
            ChatConfig config) {
        this.sessions = sessions;
        this.count = count;
        this.drain = drain;
        this.following = following;
        this.subscriptions = subscriptions;
        this.presence = presence;
        this.view = view;
        this.typing = typing;
        this.writer = writer;
        this.frames = frames;
        this.clock = clock;
        this.metrics = metrics;
        this.config = config;
    }

    SocketSession session(ServerWebSocket socket, ChannelHandlerContext channel, UpgradeChecks.Admitted admitted) {
        ChatConfig.Limits limits = config.limits();
        Outbound outbound =
                new Outbound(socket, channel, limits.outboundFrames(), limits.outboundCharacters(), metrics.framesSent);
        return new SocketSession(
                UUID.randomUUID().toString(),
                admitted.caller(),
                admitted.room() == null ? null : admitted.room().id(),
                outbound,
                writer,
                following::roomChanged);
    }

    /** On the socket's event loop. */
    void opened(SocketSession session, UpgradeChecks.Admitted admitted) {
        String user = session.userId();
        Room room = admitted.room();
        if (count.isFull(user)) {
            session.close(CloseCode.TOO_MANY_SOCKETS);
            return;
        }
        sessions.add(session);
        if (drain.isDraining()) { // was on its way when the drain began
            session.close(CloseCode.GOING_AWAY);
            return;
        }
        count.opened(session);
        if (room == null) {
            presence.opened(user, session.connectionId(), Set.of());
            blocking(session, () -> openAllRooms(session));
            return;
        }
        // first, so that no change of presence falls between the answer and the room
        RoomChannel channel = following.join(session, room);
        if (channel == null) return;
        Presence.Asked presence = this.presence.opened(user, session.connectionId(), room.userIds());
        RoomOpening opening = new RoomOpening(session, room, channel, presence, admitted.afterRev());
        if (presence.isAnswered()) {
            opening.begin();
            return;
        }
        presence.whenAnswered(() -> session.later(opening::begin));
        session.after(PresenceView.WAIT, opening::begin);
    }

    private void openAllRooms(SocketSession session) {
        subscriptions.open(session);
        session.start(welcome(session, null));
        frames.ready(session);
    }

    /** A room socket that waits a moment for everyone's presence. All of it on the socket's event loop, on which nothing may block. */
    private final class RoomOpening {
        private final SocketSession session;
        private final Room room;
        private final RoomChannel channel;
        private final Presence.Asked presence;
        private final @Nullable Long afterRev;
        private boolean begun;

        RoomOpening(
                SocketSession session,
                Room room,
                RoomChannel channel,
                Presence.Asked presence,
                @Nullable Long afterRev) {
            this.session = session;
            this.room = room;
            this.channel = channel;
            this.presence = presence;
            this.afterRev = afterRev;
        }

        /** When presence has answered or the moment has passed, whichever is first. */
        void begin() {
            if (begun) return;
            begun = true;
            session.orClose(this::welcomeAndGoLive);
        }

        private void welcomeAndGoLive() {
            session.start(welcome(session, present(room, view.of(presence), session.userId())));
            frames.ready(session);
            if (afterRev != null) blocking(session, () -> following.resumeFrom(session, channel, afterRev));
            else if (!following.isLiveFrom(session, channel, room.rev()))
                blocking(session, () -> following.liveFrom(session, channel, room.rev()));
        }
    }

    private static void blocking(SocketSession session, Runnable work) {
        Thread.startVirtualThread(() -> session.orClose(work));
    }

    private ServerFrame.Welcome welcome(SocketSession session, ServerFrame.@Nullable WelcomeRoom room) {
        return new ServerFrame.Welcome(
                session.connectionId(),
                session.userId(),
                clock.instant(),
                config.sockets().heartbeat().toSeconds(),
                room);
    }

    private static ServerFrame.WelcomeRoom present(Room room, Map<String, PresenceView.Seen> seen, String viewer) {
        return new ServerFrame.WelcomeRoom(
                room.id(),
                room.applicationId(),
                room.job(),
                room.person(Role.CANDIDATE),
                room.person(Role.EMPLOYER),
                room.status(),
                room.members().stream()
                        .map(m -> present(m, seen.getOrDefault(m.userId(), PresenceView.Seen.OFFLINE), viewer))
                        .toList(),
                room.lastSeq(),
                room.rev(),
                room.createdAt(),
                room.updatedAt());
    }

    /** Whoever opens this socket is online by doing so, whatever presence-service knows yet. */
    private static ServerFrame.PresentParticipant present(Room.Member m, PresenceView.Seen seen, String viewer) {
        String status = m.userId().equals(viewer) && seen.status().equals("offline") ? "online" : seen.status();
        return new ServerFrame.PresentParticipant(
                m.userId(), m.name(), m.role(), m.readSeq(), m.deliveredSeq(), status, seen.lastSeen());
    }

    /** What the framework reports: mostly networks that went away; a frame that is too big; never a client's wrong words. */
    void failed(Throwable failure, SocketSession session) {
        if (isTooBig(failure)) session.close(CloseCode.TOO_BIG);
        else if (failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof CorruptedFrameException) LOG.debugf("A socket broke: %s", failure.getMessage());
        else LOG.error("A socket failed", failure);
    }

    /** One frame, or fragments that add up. */
    private static boolean isTooBig(Throwable failure) {
        return failure instanceof TooLongFrameException
                || failure instanceof IllegalStateException
                        && String.valueOf(failure.getMessage()).contains("overflow");
    }

    void closed(SocketSession session) {
        session.ended();
        if (!sessions.remove(session)) return; // never counted
        count.closed(session);
        following.leaveAll(session);
        subscriptions.closed(session);
        typing.closed(session);
        presence.closed(session.userId(), session.connectionId());
    }
}
