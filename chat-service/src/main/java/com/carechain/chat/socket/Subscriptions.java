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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All of a user's rooms on one socket. The rooms are joined as the socket opens but held until the client's first {@code subscribe}
 * says where it stopped, or a moment has passed without one; so a resuming client sees every room in order.
 */
@ApplicationScoped
class Subscriptions {
    /** The rev of a room of which a client has had nothing yet. */
    private static final long NOTHING_SEEN = 0;
    /** In place of a rev: the room is listed without one. */
    private static final long FROM_NOW = -1;

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

    /**
     * Blocking.
     *
     * @param refused told of each listed room that is not followed here, or whose position is no rev; the others are served
     * @throws Refusal when the request is not valid
     */
    void subscribe(SocketSession session, ClientFrame.Subscribe request, BiConsumer<UUID, Refusal> refused) {
        Map<UUID, Long> positions = positions(session, request.rooms(), refused);
        session.orClose(() -> {
            if (!release(session, positions)) goBack(session, positions);
        });
    }

    /** The rooms are live already. */
    private void goBack(SocketSession session, Map<UUID, Long> positions) {
        positions.forEach((room, afterRev) -> {
            RoomChannel channel = session.channel(room);
            if (channel == null) return; // left in this very moment
            long now = channel.hold(session);
            following.resumeFrom(session, channel, afterRev == FROM_NOW ? now : afterRev);
        });
    }

    private static Map<UUID, Long> positions(
            SocketSession session, @Nullable List<ClientFrame.Position> asked, BiConsumer<UUID, Refusal> refused) {
        Map<UUID, Long> positions = new HashMap<>();
        if (asked == null) return positions;
        for (ClientFrame.Position p : asked) {
            if (p == null || p.roomId() == null) throw Refusal.invalid("rooms", "must name a room_id each");
            Long afterRev = p.afterRev();
            if (session.channel(p.roomId()) == null) refused.accept(p.roomId(), Refusal.roomNotFound());
            else if (afterRev != null && afterRev < 0)
                refused.accept(p.roomId(), Refusal.invalid("after_rev", "must not be negative"));
            else positions.put(p.roomId(), afterRev == null ? FROM_NOW : afterRev);
        }
        return positions;
    }

    /** False: the rooms are live already. */
    private boolean release(SocketSession session, Map<UUID, Long> positions) {
        Map<UUID, Long> revs = held.remove(session);
        if (revs == null) return false;
        for (RoomChannel channel : session.channels()) {
            Long afterRev = positions.get(channel.id());
            long opened = revs.getOrDefault(channel.id(), channel.room().rev());
            if (afterRev == null) following.liveFrom(session, channel, opened);
            else following.resumeFrom(session, channel, afterRev == FROM_NOW ? opened : afterRev);
        }
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
