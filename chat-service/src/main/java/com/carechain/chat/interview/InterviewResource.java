package com.carechain.chat.interview;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.message.InterviewMessages;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.MessageView;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Interviews over HTTP. */
@Path("/api/messaging/rooms/{room}/messages/{message}/interview.ics")
@Authenticated
@RunOnVirtualThread
@Tag(name = "messages")
public class InterviewResource {
    private static final Logger LOG = Logger.getLogger(InterviewResource.class);
    private final RoomService rooms;
    private final InterviewMessages messages;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final InstantSource clock;

    InterviewResource(
            RoomService rooms,
            InterviewMessages messages,
            CurrentCaller caller,
            ObjectMapper json,
            InstantSource clock) {
        this.rooms = rooms;
        this.messages = messages;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "The interview of a message's card for a calendar",
            description = "What holds now, also when a later card of the room moved or cancelled it."
                    + " 404: the card is about no interview, or about one without a date.")
    @APIResponse(
            responseCode = "200",
            description = "iCalendar (RFC 5545), METHOD PUBLISH, or CANCEL once it was cancelled",
            content = @Content(mediaType = "text/calendar", schema = @Schema(type = SchemaType.STRING)))
    public RestResponse<String> calendar(@PathParam("room") UUID roomId, @PathParam("message") UUID message)
            throws SQLException {
        Room room = rooms.visible(roomId, caller.get().id());
        InterviewCalendar calendar = calendar(room, messages.sameInterview(roomId, message));
        return RestResponse.ResponseBuilder.ok(calendar.text(clock.instant()))
                .header(HttpHeaders.CONTENT_TYPE, "text/calendar; charset=utf-8; method=" + calendar.method())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + calendar.fileName() + "\"")
                // A later event changes it.
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    private InterviewCalendar calendar(Room room, List<MessageView> newestFirst) {
        InterviewCard newest = null;
        String words = "";
        for (MessageView message : newestFirst) {
            InterviewCard card = card(message);
            if (card == null) continue;
            if (newest == null) {
                newest = card;
                words = message.content();
            }
            Instant startsAt = card.interview().startsAt();
            if (startsAt != null) return new InterviewCalendar(room, newest, card.interview(), startsAt, words);
        }
        throw Refusal.of(Code.NOT_FOUND, "This message is about no interview with a date.");
    }

    private @Nullable InterviewCard card(MessageView message) {
        try {
            return json.readValue(Objects.requireNonNull(message.card()), InterviewCard.class);
        } catch (JsonProcessingException e) {
            LOG.warnf("The card of message %s in room %s is not one of an interview", message.id(), message.roomId());
            return null;
        }
    }
}
