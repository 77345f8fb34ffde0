package com.carechain.chat.internal;

import com.carechain.chat.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** For jobs-bridge-service: what happened to applications. */
@Path("/internal/application-events")
@RolesAllowed("service")
@RunOnVirtualThread
@Tag(name = "internal")
public class ApplicationEventsResource {
    private static final int MAX_EVENTS = 100;
    private final ApplicationEvents events;

    ApplicationEventsResource(ApplicationEvents events) {
        this.events = events;
    }

    @RegisterForReflection
    public record Batch(@Nullable List<ApplicationEvent> events) {}

    @RegisterForReflection
    public record Results(List<Result> results) {}

    /**
     * What became of one event.
     *
     * @param outcome {@code applied}; {@code duplicate}, it had its effect before; {@code late}, a higher version had; or
     *                {@code rejected}, for ever, and {@code detail} says why
     */
    @RegisterForReflection
    public record Result(
            String eventId,
            String outcome,
            @Nullable UUID roomId,
            @Nullable String detail) {
        static Result done(ApplicationEvent event, String outcome, UUID room) {
            return new Result(event.eventId(), outcome, room, null);
        }

        static Result rejected(ApplicationEvent event, String why) {
            return new Result(event.eventId(), "rejected", null, why);
        }
    }

    @POST
    @Operation(summary = "Makes rooms and posts system messages; the same event again changes nothing")
    public Results apply(@Nullable Batch batch) {
        if (batch == null || batch.events() == null || batch.events().size() > MAX_EVENTS)
            throw Refusal.invalid("events", "must be a list of at most " + MAX_EVENTS + " events");
        if (batch.events().contains(null)) throw Refusal.invalid("events", "must not contain null");
        return new Results(events.apply(batch.events()));
    }
}
