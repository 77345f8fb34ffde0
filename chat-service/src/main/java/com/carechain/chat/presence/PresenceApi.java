package com.carechain.chat.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** presence-service's internal API, as its OpenAPI describes it; our own copy of its records. */
@RegisterRestClient(configKey = "presence")
@OidcClientFilter
@Path("/internal/presence")
interface PresenceApi {
    @POST
    @Path("/changes")
    Uni<Statuses> changes(Changes changes);

    @PUT
    @Path("/leases")
    Uni<Void> leases(Leases leases);

    /** What happened on this replica since the last call, in order of each list; and whose status we want to know. */
    @RegisterForReflection
    record Changes(
            String replica,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Connection> opened,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Connection> closed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Activity> activity,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Typing> typing,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> query) {}

    /** All that is open on this replica: what is not listed is gone. */
    @RegisterForReflection
    record Leases(String replica, List<Lease> connections) {}

    @RegisterForReflection
    record Connection(String userId, String connectionId) {}

    @RegisterForReflection
    record Activity(String userId, String connectionId, boolean idle) {}

    @RegisterForReflection
    record Lease(String userId, String connectionId, boolean idle) {}

    @RegisterForReflection
    record Typing(String roomId, String userId, boolean isTyping) {}

    @RegisterForReflection
    record Statuses(List<Status> statuses) {}

    /** Also the payload on Redis channel {@code presence:status}. */
    @RegisterForReflection
    record Status(String userId, String status, @Nullable Instant lastSeen) {}
}
