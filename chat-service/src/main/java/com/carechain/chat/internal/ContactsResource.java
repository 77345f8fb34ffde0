package com.carechain.chat.internal;

import com.carechain.chat.room.Rooms;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** For presence-service: whose presence a user may see. */
@Path("/internal/users/{user}/contacts")
@RolesAllowed("service")
@RunOnVirtualThread
@Tag(name = "internal")
public class ContactsResource {
    private final Rooms rooms;

    ContactsResource(Rooms rooms) {
        this.rooms = rooms;
    }

    @RegisterForReflection
    public record Contacts(List<String> userIds) {}

    @GET
    @Operation(summary = "Everyone who shares a room with that user")
    public Contacts contacts(@PathParam("user") String user) {
        return new Contacts(rooms.contacts(user));
    }
}
