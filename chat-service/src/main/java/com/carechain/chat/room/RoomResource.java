package com.carechain.chat.room;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.wire.RoomView;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Rooms over HTTP. Translates only; the rules are in {@link RoomService}. */
@Path("/api/messaging/rooms")
@Authenticated
@RunOnVirtualThread
@Tag(name = "rooms")
public class RoomResource {
    private final RoomService rooms;
    private final CurrentCaller caller;
    private final ChatConfig.Limits limits;

    RoomResource(RoomService rooms, CurrentCaller caller, ChatConfig config) {
        this.rooms = rooms;
        this.caller = caller;
        this.limits = config.limits();
    }

    @GET
    @Operation(summary = "The caller's rooms, latest activity first")
    public RoomPage list(
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("q") @Nullable String text,
            @QueryParam("status") @Nullable String status) {
        if (status != null && !status.equals("active") && !status.equals("closed"))
            throw Refusal.invalid("status", "must be active or closed");
        if (text != null && (text.length() > 200 || text.indexOf('\0') >= 0))
            throw Refusal.invalid("q", "must be at most 200 characters without NUL");
        return rooms.page(
                caller.get().id(),
                new RoomFilter(
                        text == null || text.isBlank() ? null : text.strip(),
                        status,
                        cursor == null ? null : TimeCursor.decoded(cursor),
                        QueryNumber.or(50, "limit", limit, 1, limits.pageSize())));
    }

    @POST
    @Operation(summary = "Opens the room of an application, or the one that exists")
    public RestResponse<RoomView> open(@NotNull @Valid NewRoom room) {
        RoomService.Opened opened = rooms.open(room, caller.get());
        return RestResponse.ResponseBuilder.create(
                        opened.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, opened.room())
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One room")
    public RoomView room(@PathParam("id") UUID id) {
        return rooms.view(id, caller.get().id());
    }
}
