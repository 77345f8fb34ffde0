package com.carechain.chat.admin;

import com.carechain.chat.admin.Inspection.AuditPage;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.QueryText;
import com.carechain.chat.problem.QueryTime;
import com.carechain.chat.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit over HTTP. Translates only. */
@Path(AdminOnly.ROOT + "/audit")
@RolesAllowed(AdminOnly.ROLE)
@RunOnVirtualThread
@Tag(name = "admin")
public class AdminAuditResource {
    private final Inspection inspection;
    private final CurrentOperator operator;
    private final int pageSize;

    AdminAuditResource(Inspection inspection, CurrentOperator operator, ChatConfig config) {
        this.inspection = inspection;
        this.operator = operator;
        this.pageSize = config.limits().pageSize();
    }

    @GET
    @Operation(
            summary = "Who did what and when, newest first",
            description = "`action`: one or more, with commas between. Lines are never changed nor deleted.")
    public AuditPage audit(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("room") @Nullable String room,
            @QueryParam("from") @Schema(implementation = Instant.class) @Nullable String from,
            @QueryParam("to") @Schema(implementation = Instant.class) @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit) {
        return inspection.audit(
                operator.get(),
                new AuditQuery(
                        QueryText.orNull("actor", actor),
                        actions(action),
                        QueryId.orNull("room", room),
                        QueryTime.orNull("from", from),
                        QueryTime.orNull("to", to),
                        QueryNumber.orNull("cursor", cursor, 1, Long.MAX_VALUE),
                        QueryNumber.or(50, "limit", limit, 1, pageSize)));
    }

    private static Set<Action> actions(@Nullable String names) {
        if (names == null || names.isBlank()) return Set.of();
        return Arrays.stream(names.split(",", -1))
                .map(name -> Action.of(name.strip())
                        .orElseThrow(() -> Refusal.invalid(
                                "action",
                                "must be of "
                                        + Arrays.stream(Action.values())
                                                .map(Action::wire)
                                                .collect(Collectors.joining(", ")))))
                .collect(Collectors.toUnmodifiableSet());
    }
}
