package com.carechain.chat.admin;

import com.carechain.chat.admin.Inspection.Found;
import com.carechain.chat.message.MessageSearch;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.QueryText;
import com.carechain.chat.problem.QueryTime;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.TimeCursor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Words in every room's messages, for administrators. Translates only. */
@Path(AdminOnly.ROOT + "/messages")
@RolesAllowed(AdminOnly.ROLE)
@RunOnVirtualThread
@Tag(name = "admin")
public class AdminSearchResource {
    private static final int SHORTEST = 2;
    private final Inspection inspection;
    private final CurrentOperator operator;
    private final int pageSize;

    AdminSearchResource(Inspection inspection, CurrentOperator operator, ChatConfig config) {
        this.inspection = inspection;
        this.operator = operator;
        this.pageSize = config.limits().pageSize();
    }

    @GET
    @Operation(
            summary = "Searches the words of messages, newest first",
            description =
                    "Needs a `room`, a `sender`, or a `from` at most 31 days before `to` (now). Answers 422 `too_broad` when it "
                            + "takes too long.")
    public Found search(
            @QueryParam("q") @Nullable String text,
            @QueryParam("room") @Nullable String room,
            @QueryParam("sender") @Nullable String sender,
            @QueryParam("from") @Schema(implementation = Instant.class) @Nullable String from,
            @QueryParam("to") @Schema(implementation = Instant.class) @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit) {
        String words = QueryText.orNull("q", text);
        if (words == null || words.length() < SHORTEST)
            throw Refusal.invalid("q", "must be at least " + SHORTEST + " characters");
        return inspection.search(
                operator.get(),
                new MessageSearch(
                        words,
                        QueryId.orNull("room", room),
                        QueryText.orNull("sender", sender),
                        QueryTime.orNull("from", from),
                        QueryTime.orNull("to", to),
                        cursor == null ? null : TimeCursor.decoded(cursor),
                        QueryNumber.or(50, "limit", limit, 1, pageSize)));
    }
}
