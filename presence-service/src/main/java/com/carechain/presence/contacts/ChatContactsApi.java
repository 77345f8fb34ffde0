package com.carechain.presence.contacts;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The part of chat-service's internal API that is used here. The filter adds this service's own token. */
@Path("/internal/users")
@RegisterRestClient(configKey = "chat")
@OidcClientFilter
interface ChatContactsApi {

    @GET
    @Path("/{user_id}/contacts")
    Uni<ContactsAnswer> contacts(@PathParam("user_id") String userId);

    /** This service's copy of chat-service's wire form: everyone who shares a room with the user. */
    @RegisterForReflection
    record ContactsAnswer(Set<String> userIds) {}
}
