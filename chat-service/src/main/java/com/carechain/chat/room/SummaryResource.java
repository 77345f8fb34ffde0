package com.carechain.chat.room;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.wire.RoomView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A dashboard of the caller's conversations. */
@Path("/api/messaging/summary")
@Authenticated
@RunOnVirtualThread
@Tag(name = "rooms")
public class SummaryResource {
    private static final int RECENT = 5;
    private final RoomService rooms;
    private final ContactsOnline online;
    private final CurrentCaller caller;

    SummaryResource(RoomService rooms, ContactsOnline online, CurrentCaller caller) {
        this.rooms = rooms;
        this.online = online;
        this.caller = caller;
    }

    /** How many of these users are online or away; 0 when nobody can tell. */
    public interface OnlineContacts {
        int count(Collection<String> users);
    }

    /**
     * @param roomsUnread    rooms with something unread
     * @param awaitingReply  active rooms whose newest message from a person is the other side's
     * @param recentRooms    the five with the latest activity
     * @param onlineContacts people who share a room with the caller and are online or away; of more than a hundred people it may be
     *                       five seconds old
     */
    @RegisterForReflection
    public record Summary(
            int roomsTotal,
            int roomsUnread,
            long unreadTotal,
            int awaitingReply,
            List<RoomView> recentRooms,
            int onlineContacts) {}

    @GET
    @Operation(summary = "Counts and the latest rooms, for a dashboard")
    public Summary summary() {
        String user = caller.get().id();
        RoomService.Totals totals = rooms.totals(user);
        return new Summary(
                totals.rooms(),
                totals.roomsUnread(),
                totals.unread(),
                totals.awaitingReply(),
                rooms.page(user, new RoomFilter(null, null, null, RECENT)).results(),
                online.of(user));
    }
}
