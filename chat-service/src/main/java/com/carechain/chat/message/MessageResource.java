package com.carechain.chat.message;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.identity.NameId;
import com.carechain.chat.message.Messages.Span;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.MessageView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Messages over HTTP. Translates only. */
@Path("/api/messaging/rooms/{room}/messages")
@Authenticated
@RunOnVirtualThread
@Tag(name = "messages")
public class MessageResource {
    private static final int MAX_KEY = 200;
    private final RoomService rooms;
    private final Messages messages;
    private final Drafting drafting;
    private final SendRate rate;
    private final WriteLanes lanes;
    private final MessageChanges changes;
    private final CurrentCaller caller;
    private final int pageSize;

    MessageResource(
            RoomService rooms,
            Messages messages,
            Drafting drafting,
            SendRate rate,
            WriteLanes lanes,
            MessageChanges changes,
            CurrentCaller caller,
            ChatConfig config) {
        this.rooms = rooms;
        this.messages = messages;
        this.drafting = drafting;
        this.rate = rate;
        this.lanes = lanes;
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
    @Operation(summary = "A page of messages, ascending; without a cursor the newest")
    public Page history(
            @PathParam("room") UUID room,
            @QueryParam("before_seq") @Nullable Long beforeSeq,
            @QueryParam("after_seq") @Nullable Long afterSeq,
            @QueryParam("after_rev") @Nullable Long afterRev,
            @QueryParam("limit") @DefaultValue("50") int limit)
            throws SQLException {
        if (limit < 1 || limit > pageSize) throw Refusal.invalid("limit", "must be between 1 and " + pageSize);
        Span span = span(beforeSeq, afterSeq, afterRev);
        rooms.visible(room, caller.get().id());
        List<MessageView> found = messages.span(room, span, limit + 1).stream()
                .map(MessageRow::view)
                .toList();
        boolean more = found.size() > limit;
        if (!more) return new Page(found, false);
        boolean backwards = span instanceof Span.Newest || span instanceof Span.BeforeSeq;
        return new Page(backwards ? found.subList(1, found.size()) : found.subList(0, limit), true);
    }

    private static Span span(@Nullable Long beforeSeq, @Nullable Long afterSeq, @Nullable Long afterRev) {
        if (beforeSeq != null && afterSeq != null
                || beforeSeq != null && afterRev != null
                || afterSeq != null && afterRev != null)
            throw Refusal.invalid("after_seq", "cannot be combined: use one of before_seq, after_seq, after_rev");
        if (beforeSeq != null) return new Span.BeforeSeq(positive("before_seq", beforeSeq));
        if (afterSeq != null) return new Span.AfterSeq(positive("after_seq", afterSeq));
        if (afterRev != null) return new Span.AfterRev(positive("after_rev", afterRev));
        return new Span.Newest();
    }

    private static long positive(String field, long value) {
        if (value < 0) throw Refusal.invalid(field, "must not be negative");
        return value;
    }

    @POST
    @Operation(summary = "Sends a message; the same client_id or Idempotency-Key again gives the stored one")
    public RestResponse<MessageView> send(
            @PathParam("room") UUID roomId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull NewMessage message)
            throws SQLException {
        Caller sender = caller.get();
        Room room = rooms.visible(roomId, sender.id());
        Draft draft = drafting.draft(roomId, room.memberOrNotFound(sender.id()), keyed(message, key));
        rate.check(sender.id());
        return switch (lanes.store(draft)) {
            case Stored stored
            when stored.duplicate() ->
                RestResponse.ok(messages.find(roomId, stored.messageId()).orElseThrow());
            case Stored stored ->
                RestResponse.status(
                        RestResponse.Status.CREATED, draft.stored(stored.seq(), stored.rev(), stored.createdAt()));
            case Outcome.Refused(Refusal why) -> throw why;
            case Outcome.Late() -> throw new IllegalStateException("only application events come late");
        };
    }

    private static NewMessage keyed(NewMessage m, @Nullable String key) {
        if (key == null || m.clientId() != null) return m;
        if (key.isBlank() || key.length() > MAX_KEY)
            throw Refusal.invalid("Idempotency-Key", "must be 1-" + MAX_KEY + " characters");
        return new NewMessage(m.content(), m.messageType(), asUuid(key), m.attachmentId(), m.replyTo());
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
    @Path("/{message}")
    @Operation(summary = "Edits one's own message, within the edit window")
    public MessageView edit(@PathParam("room") UUID room, @PathParam("message") UUID message, @NotNull Edit edit) {
        String user = caller.get().id();
        rooms.visible(room, user);
        return changes.edit(room, message, user, edit.content());
    }

    @DELETE
    @Path("/{message}")
    @Operation(summary = "Deletes one's own message, within the delete window; a tombstone stays")
    public MessageView delete(@PathParam("room") UUID room, @PathParam("message") UUID message) {
        String user = caller.get().id();
        rooms.visible(room, user);
        return changes.delete(room, message, user);
    }
}
