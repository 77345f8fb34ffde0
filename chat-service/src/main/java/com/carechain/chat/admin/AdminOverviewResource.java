package com.carechain.chat.admin;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The overview over HTTP. */
@Path(AdminOnly.ROOT + "/overview")
@RolesAllowed(AdminOnly.ROLE)
@RunOnVirtualThread
@Tag(name = "admin")
public class AdminOverviewResource {
    private final Glance glance;
    private final CurrentOperator operator;

    AdminOverviewResource(Glance glance, CurrentOperator operator) {
        this.glance = glance;
        this.operator = operator;
    }

    @GET
    @Operation(summary = "Sockets, rooms, messages, lag and replicas at a glance")
    public Overview overview() {
        return glance.overview(operator.get());
    }
}
