package com.carechain.chat.receipt;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The read mark over HTTP. */
@Path("/api/messaging/rooms")
@Authenticated
@RunOnVirtualThread
@Tag(name = "messages")
public class ReadResource {
    private static final int LONGEST_SECONDS = 5;
    private final RoomService rooms;
    private final Receipts receipts;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ReadResource(RoomService rooms, Receipts receipts, CurrentCaller caller, ObjectMapper json) {
        this.json = json;
        this.rooms = rooms;
        this.receipts = receipts;
        this.caller = caller;
    }

    /** @param seq everything up to there has been read; none: everything */
    @RegisterForReflection
    public record Read(@Nullable Long seq) {}

    @RegisterForReflection
    public record ReadUpTo(UUID roomId, long readSeq, long unreadCount) {}

    /** The body is read by hand, because a request without one has no content type either. */
    @POST
    @Path("/{room}/mark-read")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Marks a room as read, up to a message or wholly")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Read.class)))
    public ReadUpTo markRead(@PathParam("room") UUID id, @Nullable String body)
            throws InterruptedException, JsonProcessingException {
        String user = caller.get().id();
        Read read = body == null || body.isBlank() ? null : json.readValue(body, Read.class);
        long seq = read == null || read.seq() == null ? Mark.ALL : read.seq();
        if (seq < 0) throw Refusal.invalid("seq", "must not be negative");
        rooms.visible(id, user);
        try {
            receipts.raise(Mark.read(id, user, seq)).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Outage.refusal();
        }
        Room room = rooms.visible(id, user);
        return new ReadUpTo(
                id,
                room.memberOrNotFound(user).readSeq(),
                rooms.view(room, user).unreadCount());
    }
}
