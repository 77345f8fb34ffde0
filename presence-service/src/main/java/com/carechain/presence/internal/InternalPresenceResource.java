package com.carechain.presence.internal;

import com.carechain.presence.problem.Problem;
import com.carechain.presence.state.Change;
import com.carechain.presence.state.PresenceStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What chat replicas report. Both calls are safe to repeat. */
@Path("/internal/presence")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("service")
@Tag(name = "Internal", description = "For chat-service, with a service token; never routed from outside")
@APIResponse(
        responseCode = "400",
        description = "Nothing was done; errors name the wrong fields",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(responseCode = "401", description = "No valid token")
@APIResponse(responseCode = "403", description = "Not a service's token")
@APIResponse(responseCode = "503", description = "Redis does not answer; the next heartbeat sets everything right")
public class InternalPresenceResource {

    private final ReportReader reports;
    private final PresenceStore store;

    InternalPresenceResource(ReportReader reports, PresenceStore store) {
        this.reports = reports;
        this.store = store;
    }

    @POST
    @Path("/changes")
    @Operation(
            operationId = "reportChanges",
            summary = "Report what happened on a replica, and ask how people are doing",
            description = "Per user in this order: opened, closed, activity, typing. Changes are announced on the Redis"
                    + " channels presence:status and presence:typing.")
    @APIResponse(
            responseCode = "200",
            description = "The state of those in query",
            content = @Content(schema = @Schema(implementation = ChangesAnswer.class)))
    public ChangesAnswer changes(@Nullable ChangesRequest request) {
        ChangesRequest report = present(request);
        List<Change> changes = reports.changes(report);
        List<String> query = reports.query(report);
        // Only typing may come without a replica, and it does not use one.
        store.apply(report.replica() == null ? "" : report.replica(), changes);
        return new ChangesAnswer(store.statuses(query));
    }

    @PUT
    @Path("/leases")
    @Operation(
            operationId = "renewLeases",
            summary = "Heartbeat: all live connections of a replica",
            description =
                    "Every 15 seconds. Makes or renews the leases of those listed and releases the replica's others.")
    @APIResponse(responseCode = "204", description = "Done")
    public void leases(@Nullable LeasesRequest request) {
        LeasesRequest heartbeat = present(request);
        List<Change.Alive> connections = reports.connections(heartbeat);
        store.heartbeat(String.valueOf(heartbeat.replica()), connections);
    }

    private static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new BadRequestException("no body");
        }
        return body;
    }
}
