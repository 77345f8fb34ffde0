package com.carechain.presence.online;

import com.carechain.presence.contacts.Contacts;
import com.carechain.presence.problem.InputCheck;
import com.carechain.presence.problem.Problem;
import com.carechain.presence.state.PresenceStore;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who of the caller's contacts is online. Translates only. */
@Path("/api/messaging/online-status")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Authenticated
@Tag(name = "Online status")
public class OnlineStatusResource {

    private final Contacts contacts;
    private final PresenceStore store;
    private final OnlineConfig limits;
    private final JsonWebToken token;

    OnlineStatusResource(Contacts contacts, PresenceStore store, OnlineConfig limits, JsonWebToken token) {
        this.contacts = contacts;
        this.store = store;
        this.limits = limits;
        this.token = token;
    }

    @GET
    @Operation(
            operationId = "onlineStatus",
            summary = "Who of the caller's contacts is online",
            description =
                    "Contacts are people who share a room with the caller. Ids of others are left out of the answer.")
    @APIResponse(
            responseCode = "200",
            description = "How the contacts are doing",
            content = @Content(schema = @Schema(implementation = OnlineStatusAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "An id is not valid, or there are too many",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "401", description = "No valid token")
    @APIResponse(responseCode = "503", description = "Redis or chat-service does not answer; see Retry-After")
    public OnlineStatusAnswer onlineStatus(
            @Parameter(
                            description =
                                    "Whom to tell about, separated by commas or repeated; all contacts when missing",
                            example = "maria,jon")
                    @QueryParam("user_ids")
                    List<String> userIds) {
        String caller = token.getSubject();
        if (!InputCheck.isId(caller, InputCheck.MAX_ID)) {
            throw new UnauthorizedException();
        }
        Set<String> asked = asked(userIds);
        Set<String> known = contacts.of(caller, asked);
        List<String> shown = asked.isEmpty()
                ? known.stream().sorted().toList()
                : asked.stream().filter(known::contains).toList();
        return new OnlineStatusAnswer(store.statuses(shown));
    }

    /** In the order asked, each once; empty when nobody in particular was asked for. */
    private Set<String> asked(List<String> userIds) {
        var ids = new ArrayList<String>();
        for (String part : userIds) {
            if (!part.isBlank()) {
                ids.addAll(List.of(part.split(",", -1)));
            }
        }
        var check = new InputCheck();
        check.atMost(ids.size(), limits.userIds(), "user_ids");
        for (int i = 0; i < ids.size(); i++) {
            int at = i;
            check.id(ids.get(i), InputCheck.MAX_ID, () -> "user_ids[" + at + "]");
        }
        check.done();
        return new LinkedHashSet<>(ids);
    }
}
