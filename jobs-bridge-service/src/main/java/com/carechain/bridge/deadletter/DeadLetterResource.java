package com.carechain.bridge.deadletter;

import com.carechain.bridge.problem.InvalidRequest;
import com.carechain.bridge.settings.BridgeSettings;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Type;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The dead letter topic over HTTP. Translates only; the work is in {@link DeadLetterReplay}. */
@Path("/internal/dlq")
@Tag(name = "Dead letters")
@RolesAllowed({"service", "admin"})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
    private final DeadLetterReplay replay;
    private final BridgeSettings settings;

    DeadLetterResource(DeadLetterReplay replay, BridgeSettings settings) {
        this.replay = replay;
        this.settings = settings;
    }

    /** A {@code dry-run} that nobody reads would be a replay. */
    public static class Strict implements BiFunction<ObjectMapper, Type, ObjectReader> {
        @Override
        public ObjectReader apply(ObjectMapper json, Type type) {
            return json.readerFor(json.constructType(type)).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        }
    }

    @POST
    @Path("/replay")
    @CustomDeserialization(Strict.class)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Publish parked records to the source topic again",
            description =
                    "After a fix: the oldest records that were not replayed yet, bytes unchanged. Repeating a call"
                            + " goes on where the last one ended. A dry run only lists them.")
    @APIResponse(responseCode = "200", description = "What was replayed and what remains")
    @APIResponse(responseCode = "400", description = "limit out of bounds, an unknown field, or the body is not JSON")
    @APIResponse(responseCode = "409", description = "Another replay is under way in this replica")
    @APIResponse(responseCode = "503", description = "Kafka did not answer in time; call again")
    public ReplayReport replay(@Nullable ReplayRequest request) {
        Integer asked = request == null ? null : request.limit();
        int limit = asked == null ? settings.replay().defaultLimit() : asked;
        if (limit < 1 || limit > settings.replay().maxLimit()) {
            throw new InvalidRequest(
                    "limit", "must be 1 to " + settings.replay().maxLimit());
        }
        boolean dryRun = request != null && Boolean.TRUE.equals(request.dryRun());
        return replay.replay(limit, dryRun);
    }
}
