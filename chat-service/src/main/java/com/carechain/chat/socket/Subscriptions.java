package com.carechain.chat.socket;

import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.room.Rooms;
import com.carechain.chat.wire.ClientFrame;
import com.carechain.chat.wire.ServerFrame;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All of a user's rooms on one socket. The rooms are joined as the socket opens but held until the client's first {@code subscribe}
 * says where it stopped, or a moment has passed without one; so a resuming client sees every room in order.
 */
@ApplicationScoped
class Subscriptions {
    /** The rev of a room of which a client has had nothing yet. */
    private static final long NOTHING_SEEN = 0;

    private final Rooms rooms;
    private final RoomService service;
    private final Following following;
    private final Vertx vertx;
    private final long waitMillis;
    /** Sockets that have not said yet what they want, with the rev at which each room was read. */
    private final Map<SocketSession, Map<UUID, Long>> held = new ConcurrentHashMap<>();

    Subscriptions(Rooms rooms, RoomService service, Following following, Vertx vertx, ChatConfig config) {
        this.rooms = rooms;
        this.service = service;
        this.following = following;
        this.vertx = vertx;
        this.waitMillis = config.sockets().subscribeWait().toMillis();
    }

    /** Blocking, before the welcome. */
    void open(SocketSession session) {
        Map<UUID, Long> revs = new HashMap<>();
        for (Room room : rooms.of(session.userId()))
            if (following.join(session, room) != null) revs.put(room.id(), room.rev());
        held.put(session, revs);
        vertx.setTimer(
                Math.max(1, waitMillis),
                t -> Thread.startVirtualThread(() -> session.orClose(() -> release(session, Map.of()))));
    }

    void closed(SocketSession session) {
        held.remove(session);
    }

    /** Blocking. @throws Refusal when the request is not valid */
    void subscribe(SocketSession session, ClientFrame.Subscribe request) {
        Map<UUID, Long> positions = positions(request.rooms());
        session.orClose(() -> {
            if (!release(session, positions)) goBack(session, positions);
        });
    }

    /** The rooms are live already. */
    private void goBack(SocketSession session, Map<UUID, Long> positions) {
        positions.forEach((room, afterRev) -> {
            RoomChannel channel = session.channel(room);
            if (channel == null) throw Refusal.roomNotFound();
            channel.hold(session);
            following.resumeFrom(session, channel, afterRev);
        });
    }

    private static Map<UUID, Long> positions(@Nullable List<ClientFrame.Position> asked) {
        Map<UUID, Long> positions = new HashMap<>();
        if (asked == null) return positions;
        for (ClientFrame.Position p : asked) {
            if (p == null || p.roomId() == null) throw Refusal.invalid("rooms", "must name a room_id each");
            if (p.afterRev() == null) continue; // from now on, like all that are not named
            if (p.afterRev() < 0) throw Refusal.invalid("after_rev", "must not be negative");
            positions.put(p.roomId(), p.afterRev());
        }
        return positions;
    }

    /** False: the rooms are live already. */
    private boolean release(SocketSession session, Map<UUID, Long> positions) {
        Map<UUID, Long> revs = held.remove(session);
        if (revs == null) return false;
        for (RoomChannel channel : session.channels()) {
            Long afterRev = positions.get(channel.id());
            if (afterRev != null) following.resumeFrom(session, channel, afterRev);
            else
                following.liveFrom(
                        session,
                        channel,
                        revs.getOrDefault(channel.id(), channel.room().rev()));
        }
        if (!session.channels().stream().map(RoomChannel::id).toList().containsAll(positions.keySet()))
            throw Refusal.roomNotFound();
        return true;
    }

    /** A room that is new to this user, with all that has been said in it by the time it is heard of here. Blocking. */
    void added(SocketSession session, Room room) {
        if (session.onlyRoom != null || session.channel(room.id()) != null) return;
        RoomChannel channel = following.join(session, room);
        if (channel == null) return;
        session.orClose(() -> {
            session.send(new ServerFrame.RoomCreated(room.id(), service.view(room, session.userId())));
            following.liveFrom(session, channel, NOTHING_SEEN);
        });
    }
}
