package com.carechain.bridge.chat;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** chat-service's internal endpoint, called with this service's own token. */
@Path("/internal/application-events")
@RegisterRestClient(configKey = "chat-service")
@OidcClientFilter
interface ApplicationEventsApi {

    @POST
    Uni<Results> deliver(Batch batch);

    /** At most 100 events. */
    @RegisterForReflection
    record Batch(List<ChatEvent> events) {}

    /** In the order of the batch. */
    @RegisterForReflection
    record Results(@Nullable List<@Nullable Result> results) {}

    /** @param outcome applied, duplicate, late or rejected; text, so that a newer chat-service cannot break parsing */
    @RegisterForReflection
    record Result(
            @Nullable String eventId,
            @Nullable String outcome,
            @Nullable String detail) {}
}
