package com.carechain.chat.admin;

import com.carechain.chat.admin.Inspection.MessagePage;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import org.jspecify.annotations.Nullable;

/** A room's messages, for administrators. Translates only. */
@Path(AdminOnly.ROOT + "/rooms/{room}/messages")
@RolesAllowed(AdminOnly.ROLE)
@RunOnVirtualThread
@Tag(name = "admin")
public class AdminMessageResource {
    private final Inspection inspection;
    private final Moderation moderation;
    private final CurrentOperator operator;
    private final int pageSize;

    AdminMessageResource(Inspection inspection, Moderation moderation, CurrentOperator operator, ChatConfig config) {
        this.inspection = inspection;
        this.moderation = moderation;
        this.operator = operator;
        this.pageSize = config.limits().pageSize();
    }

    @GET
    @Operation(summary = "A page of a room's messages, ascending; without a cursor the newest")
    public MessagePage messages(
            @PathParam("room") UUID room,
            @QueryParam("before_seq") @Schema(implementation = Long.class) @Nullable String beforeSeq,
            @QueryParam("after_seq") @Schema(implementation = Long.class) @Nullable String afterSeq,
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit) {
        if (beforeSeq != null && afterSeq != null)
            throw Refusal.invalid("after_seq", "cannot be combined with before_seq");
        return inspection.messages(
                operator.get(),
                room,
                QueryNumber.orNull("before_seq", beforeSeq, 0, Long.MAX_VALUE),
                QueryNumber.orNull("after_seq", afterSeq, 0, Long.MAX_VALUE),
                QueryNumber.or(50, "limit", limit, 1, pageSize));
    }

    @POST
    @Path("/{message}/redact")
    @Operation(
            summary =
                    "Takes a message's words away for ever; a tombstone stays, its members are told by `message_deleted`")
    public AdminMessage redact(
            @PathParam("room") UUID room, @PathParam("message") UUID message, @NotNull @Valid Reasoned why) {
        return moderation.redact(operator.get(), room, message, why.words());
    }
}
