package com.carechain.chat.fanout;

import com.carechain.chat.fanout.ChangeLog.Missed;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.room.Room;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rooms that someone on this replica follows, by room and by member. */
@Singleton
public class RoomChannels {
    private static final Logger LOG = Logger.getLogger(RoomChannels.class);
    /** Changes read in one repair: larger than a client's page, a replica has more patience. */
    private static final int REPAIR_PAGE = 1000;

    private final Map<UUID, RoomChannel> byRoom = new ConcurrentHashMap<>();
    private final ManyByKey<String, RoomChannel> byMember = new ManyByKey<>();
    private final ChangeLog changes;
    private final ChannelHints hints;
    private final ChatMetrics metrics;

    RoomChannels(ChangeLog changes, ChannelHints hints, ChatMetrics metrics) {
        this.changes = changes;
        this.hints = hints;
        this.metrics = metrics;
        metrics.followedRooms(byRoom::size);
    }

    /** Joins the room's channel, opening it if need be; the room has just been read. */
    public RoomChannel join(Room room, Subscriber subscriber) {
        return byRoom.compute(room.id(), (id, open) -> {
            RoomChannel channel = open == null ? open(room) : open;
            channel.add(subscriber);
            return channel;
        });
    }

    private RoomChannel open(Room room) {
        RoomChannel channel =
                new RoomChannel(room, patience -> Thread.startVirtualThread(() -> repair(room.id(), patience)));
        room.members().forEach(m -> byMember.add(m.userId(), channel));
        hints.listen(room.id());
        return channel;
    }

    public void leave(RoomChannel channel, Subscriber subscriber) {
        byRoom.computeIfPresent(channel.id(), (id, open) -> {
            if (open != channel || !channel.remove(subscriber)) return open;
            channel.room().members().forEach(m -> byMember.remove(m.userId(), channel));
            hints.ignore(id);
            return null;
        });
    }

    public @Nullable RoomChannel of(UUID room) {
        return byRoom.get(room);
    }

    /** The open rooms of which that user is a member. */
    public Collection<RoomChannel> withMember(String userId) {
        return byMember.of(userId);
    }

    /** Everyone whose presence somebody here may want to know. */
    public Stream<String> watchedUsers() {
        return byMember.keys().stream();
    }

    Set<UUID> rooms() {
        return byRoom.keySet();
    }

    /** False: nobody here follows that room, or that change is known. */
    boolean isNews(UUID room, long rev) {
        RoomChannel channel = byRoom.get(room);
        return channel != null && channel.isBehind(rev);
    }

    void accept(RoomEvent event) {
        RoomChannel channel = byRoom.get(event.roomId());
        if (channel != null) channel.accept(event);
    }

    private void repair(UUID id, Duration patience) {
        RoomChannel channel = byRoom.get(id);
        if (channel == null) return;
        try {
            if (patience.isPositive()) Thread.sleep(patience);
            OptionalLong from;
            while ((from = channel.beginReading()).isPresent()) {
                metrics.repaired();
                Missed missed = changes.since(id, from.getAsLong(), REPAIR_PAGE);
                if (missed == null) throw new IllegalStateException("there is no such room");
                channel.repaired(missed);
            }
        } catch (InterruptedException e) {
            channel.repairFailed();
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            channel.repairFailed(); // the sweep asks again
            if (Outage.is(e)) LOG.debugf("Room %s waits for PostgreSQL: %s", id, e.getMessage());
            else LOG.errorf(e, "Cannot read what room %s missed", id);
        }
    }
}
