package com.carechain.chat.room;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.wire.RoomView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** The rules about rooms: who may make one, who may see one. */
@ApplicationScoped
public class RoomService {
    private final Rooms rooms;
    private final RoomReads reads;
    private final RoomLists lists;
    private final Previews previews;
    private final InstantSource clock;
    private final Event<RoomsMade> made;
    private final RoomBatch batch;
    private final DataSource database;

    RoomService(
            Rooms rooms,
            RoomReads reads,
            RoomLists lists,
            RoomBatch batch,
            DataSource database,
            Previews previews,
            InstantSource clock,
            Event<RoomsMade> made) {
        this.rooms = rooms;
        this.reads = reads;
        this.lists = lists;
        this.batch = batch;
        this.database = database;
        this.previews = previews;
        this.clock = clock;
        this.made = made;
    }

    /** The room of that application (or candidate, employer and job), and whether this call made it. */
    record Opened(RoomView room, boolean isNew) {}

    Opened open(NewRoom wanted, Caller caller) {
        boolean isSide = caller.id().equals(wanted.candidate().id())
                || caller.id().equals(wanted.employer().id());
        if (!isSide && !caller.isPlatform())
            throw Refusal.of(Code.FORBIDDEN, "Only the candidate or the employer of a room may open it.");
        Ensured ensured = ensure(wanted);
        // An application id that somebody else's room has already is not a way to see that room.
        if (!caller.isPlatform()) ensured.room().memberOrNotFound(caller.id());
        return new Opened(view(ensured.room(), caller.id()), ensured.isNew());
    }

    /** A room that exists now. */
    private record Ensured(Room room, boolean isNew) {}

    /** Makes the room unless it exists. @throws Refusal 400 when both sides are the same person */
    private Ensured ensure(NewRoom wanted) {
        if (wanted.candidate().id().equals(wanted.employer().id()))
            throw Refusal.invalid("employer", "must be someone else than the candidate");
        Room first = Room.made(wanted, clock.instant());
        boolean isNew = make(first);
        Room room = rooms.read(first.id()).orElseThrow();
        if (isNew) made.fire(new RoomsMade(List.of(room)));
        return new Ensured(room, isNew);
    }

    private boolean make(Room room) {
        try (Connection connection = database.getConnection()) {
            return !batch.make(connection, List.of(room)).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws Refusal 404 when there is no such room or the user is not a member */
    public Room visible(UUID id, String user) {
        try {
            return visible(Optional.ofNullable(reads.together(List.of(id)).get(id)), user);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #visible}, but blocks nobody; what follows must not block either. Fails with the {@link Refusal}. */
    public CompletableFuture<Room> visibleSoon(UUID id, String user) {
        return reads.read(id).thenApply(found -> visible(found, user));
    }

    private static Room visible(Optional<Room> found, String user) {
        Room room = found.orElseThrow(Refusal::roomNotFound);
        room.memberOrNotFound(user);
        return room;
    }

    public RoomView view(UUID id, String user) {
        return view(visible(id, user), user);
    }

    public RoomView view(Room room, String user) {
        return views(List.of(room), user).getFirst();
    }

    List<RoomView> views(List<Room> page, String user) {
        Map<UUID, Previews.Preview> shown = previews.of(user, page);
        return page.stream()
                .map(room -> {
                    Previews.Preview preview = shown.getOrDefault(room.id(), Previews.Preview.NOTHING);
                    return room.view(preview.lastMessage(), preview.unread());
                })
                .toList();
    }

    /** @param awaitingReply active rooms whose newest message from a person is the other side's */
    public record Totals(int rooms, int roomsUnread, long unread, int awaitingReply) {}

    Totals totals(String user) {
        return previews.totals(user);
    }

    RoomPage page(String user, RoomFilter filter) {
        List<Room> found =
                lists.page(user, new RoomFilter(filter.text(), filter.status(), filter.after(), filter.limit() + 1));
        boolean more = found.size() > filter.limit();
        List<Room> page = more ? found.subList(0, filter.limit()) : found;
        return new RoomPage(views(page, user), more ? cursor(page.getLast()).encoded() : null);
    }

    private static TimeCursor cursor(Room room) {
        return new TimeCursor(room.updatedAt(), room.id());
    }
}
