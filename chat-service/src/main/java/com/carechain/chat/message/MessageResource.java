package com.carechain.chat.message;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.identity.NameId;
import com.carechain.chat.message.Messages.Span;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.presence.PresenceView;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.MessageJson;
import com.carechain.chat.wire.MessageView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Messages over HTTP. Translates only. What is asked most, history and sending, holds no thread while it waits. */
@Path("/api/messaging/rooms")
@Authenticated
@Tag(name = "messages")
public class MessageResource {
    private static final int MAX_KEY = 200;
    private final RoomService rooms;
    private final History history;
    private final MessageJson json;
    private final Traces traces;
    private final Senders senders;
    private final Drafting drafting;
    private final SendRate rate;
    private final Repeats repeats;
    private final WriteLanes lanes;
    private final PresenceView typing;
    private final MessageChanges changes;
    private final CurrentCaller caller;
    private final int pageSize;

    MessageResource(
            RoomService rooms,
            History history,
            MessageJson json,
            Traces traces,
            Senders senders,
            Drafting drafting,
            SendRate rate,
            Repeats repeats,
            WriteLanes lanes,
            PresenceView typing,
            MessageChanges changes,
            CurrentCaller caller,
            ChatConfig config) {
        this.rooms = rooms;
        this.history = history;
        this.json = json;
        this.traces = traces;
        this.senders = senders;
        this.drafting = drafting;
        this.rate = rate;
        this.repeats = repeats;
        this.lanes = lanes;
        this.typing = typing;
        this.changes = changes;
        this.caller = caller;
        this.pageSize = config.limits().pageSize();
    }

    /** @param hasMore there are more in the direction that was asked for */
    @RegisterForReflection
    public record Page(List<MessageView> results, boolean hasMore) {}

    @RegisterForReflection
    public record Edit(@Nullable String content) {}

    @GET
    @Path("/{room}/messages")
    @Operation(summary = "A page of messages, ascending; without a cursor the newest")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Page.class)))
    @Produces(APPLICATION_JSON)
    public CompletionStage<byte[]> history(
            @PathParam("room") UUID room,
            @QueryParam("before_seq") @Schema(implementation = Long.class) @Nullable String beforeSeq,
            @QueryParam("after_seq") @Schema(implementation = Long.class) @Nullable String afterSeq,
            @QueryParam("after_rev") @Schema(implementation = Long.class) @Nullable String afterRev,
            @QueryParam("limit") @Schema(implementation = Integer.class, defaultValue = "50") @Nullable String limit) {
        int most = QueryNumber.or(50, "limit", limit, 1, pageSize);
        Span span = span(number("before_seq", beforeSeq), number("after_seq", afterSeq), number("after_rev", afterRev));
        return rooms.visibleSoon(room, caller.get().id()).thenCompose(found -> history.page(found, span, most));
    }

    private static @Nullable Long number(String name, @Nullable String text) {
        return QueryNumber.orNull(name, text, 0, Long.MAX_VALUE);
    }

    private static Span span(@Nullable Long beforeSeq, @Nullable Long afterSeq, @Nullable Long afterRev) {
        if (Stream.of(beforeSeq, afterSeq, afterRev).filter(Objects::nonNull).count() > 1)
            throw Refusal.invalid("after_seq", "cannot be combined: use one of before_seq, after_seq, after_rev");
        if (beforeSeq != null) return new Span.BeforeSeq(beforeSeq);
        if (afterSeq != null) return new Span.AfterSeq(afterSeq);
        if (afterRev != null) return new Span.AfterRev(afterRev);
        return new Span.Newest();
    }

    @POST
    @Path("/{room}/messages")
    @Operation(summary = "Sends a message; the same client_id or Idempotency-Key again gives the stored one")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MessageView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The one that was stored before",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MessageView.class)))
    @Produces(APPLICATION_JSON)
    public CompletionStage<RestResponse<byte[]>> send(
            @PathParam("room") UUID roomId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable NewMessage message) {
        if (message == null) throw Refusal.invalid("message", "must not be null");
        String sender = caller.get().id();
        String trace = traces.current();
        return senders.in(roomId, sender).thenCompose(member -> {
            Draft draft = drafting.draft(roomId, member, keyed(message, key), trace);
            return outcome(draft).thenCompose(outcome -> answer(draft, outcome));
        });
    }

    private CompletableFuture<Outcome> outcome(Draft draft) {
        try {
            rate.check(draft.sender().id());
        } catch (Refusal tooFast) {
            return repeats.or(tooFast, draft);
        }
        typing.hasSent(draft.roomId(), draft.sender().id());
        return lanes.store(draft);
    }

    private CompletionStage<RestResponse<byte[]>> answer(Draft draft, Outcome outcome) {
        return switch (outcome) {
            case Stored stored
            when stored.duplicate() ->
                history.message(draft.roomId(), stored.messageId()).thenApply(RestResponse::ok);
            case Stored stored ->
                CompletableFuture.completedFuture(
                        RestResponse.status(RestResponse.Status.CREATED, json.message(draft.stored(stored))));
            case Outcome.Refused(Refusal why) -> CompletableFuture.failedFuture(why);
            case Outcome.Late() -> throw new IllegalStateException("only application events come late");
        };
    }

    private static NewMessage keyed(NewMessage m, @Nullable String key) {
        if (key == null || m.clientId() != null) return m;
        if (key.isBlank() || key.length() > MAX_KEY)
            throw Refusal.invalid("Idempotency-Key", "must be 1-" + MAX_KEY + " characters");
        return new NewMessage(
                m.content(), m.messageType(), asUuid(key), m.attachmentId(), m.attachmentIds(), m.replyTo());
    }

    /** A key that is a UUID is the client_id itself, so that REST and socket may share it. */
    private static UUID asUuid(String key) {
        try {
            UUID id = UUID.fromString(key);
            if (id.toString().equalsIgnoreCase(key)) return id;
        } catch (IllegalArgumentException e) {
            // any other text
        }
        return NameId.of("idempotency-key\n" + key);
    }

    @PATCH
    @RunOnVirtualThread
    @Path("/{room}/messages/{message}")
    @Operation(summary = "Edits one's own message, within the edit window")
    public MessageView edit(@PathParam("room") UUID room, @PathParam("message") UUID message, @NotNull Edit edit) {
        String user = caller.get().id();
        rooms.visible(room, user);
        return changes.edit(room, message, user, edit.content());
    }

    @DELETE
    @RunOnVirtualThread
    @Path("/{room}/messages/{message}")
    @Operation(summary = "Deletes one's own message, within the delete window; a tombstone stays")
    public MessageView delete(@PathParam("room") UUID room, @PathParam("message") UUID message) {
        String user = caller.get().id();
        rooms.visible(room, user);
        return changes.delete(room, message, user);
    }
}
