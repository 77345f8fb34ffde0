package com.carechain.chat.admin;

import com.carechain.chat.admin.Inspection.RoomList;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.QueryText;
import com.carechain.chat.problem.QueryTime;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.RoomQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Every room, for administrators. Translates only. */
@Path(AdminOnly.ROOT + "/rooms")
@RolesAllowed(AdminOnly.ROLE)
@RunOnVirtualThread
@Tag(name = "admin")
public class AdminRoomResource {
    private final Inspection inspection;
    private final Moderation moderation;
    private final CurrentOperator operator;
    private final int pageSize;

    AdminRoomResource(Inspection inspection, Moderation moderation, CurrentOperator operator, ChatConfig config) {
        this.inspection = inspection;
        this.moderation = moderation;
        this.operator = operator;
        this.pageSize = config.limits().pageSize();
    }

    @GET
    @Operation(
            summary = "All rooms, latest activity first; filters narrow each other",
            description =
                    "`q`: part of the job's title or of a member's name, or exactly the id of a room, job, application or member. "
                            + "`from` and `to` bound the latest activity. Recorded in the audit, like everything here.")
    public RoomList list(
            @QueryParam("q") @Nullable String text,
            @QueryParam("status") @Schema(enumeration = {"active", "closed"}) @Nullable String status,
            @QueryParam("job") @Nullable String job,
            @QueryParam("user") @Nullable String user,
            @QueryParam("application") @Nullable String application,
            @QueryParam("from") @Schema(implementation = Instant.class) @Nullable String from,
            @QueryParam("to") @Schema(implementation = Instant.class) @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit) {
        if (status != null && !status.equals("active") && !status.equals("closed"))
            throw Refusal.invalid("status", "must be active or closed");
        return inspection.rooms(
                operator.get(),
                new RoomQuery(
                        QueryText.orNull("q", text),
                        status,
                        QueryText.orNull("job", job),
                        QueryText.orNull("user", user),
                        QueryText.orNull("application", application),
                        QueryTime.orNull("from", from),
                        QueryTime.orNull("to", to),
                        cursor,
                        QueryNumber.or(50, "limit", limit, 1, pageSize)));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One room with its members, their receipts and their presence")
    public AdminRoom room(@PathParam("id") UUID id) {
        return inspection.room(operator.get(), id);
    }

    @POST
    @Path("/{id}/close")
    @Operation(summary = "Closes a room: nobody writes there any more; its members are told by `room_updated`")
    public AdminRoom close(@PathParam("id") UUID id, @NotNull @Valid Reasoned why) {
        return moderation.close(operator.get(), id, why.words());
    }

    @POST
    @Path("/{id}/reopen")
    @Operation(summary = "Opens a closed room again; its members are told by `room_updated`")
    public AdminRoom reopen(@PathParam("id") UUID id, @NotNull @Valid Reasoned why) {
        return moderation.reopen(operator.get(), id, why.words());
    }
}
