package com.carechain.chat.attachment;

import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.AttachmentView;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Uploads over HTTP. Everything that can be refused without the body is, before a byte of it is read. */
@Path("/api/messaging/rooms")
@Authenticated
@RunOnVirtualThread
@Tag(name = "attachments")
public class UploadResource {
    private static final Logger LOG = Logger.getLogger(UploadResource.class);
    /** What a form adds to its file, at most: the early check must not refuse what the exact one would take. */
    private static final long FORM_BYTES = 64 * 1024;

    private static final long DROPPED_BYTES = 64L * 1024 * 1024;
    private final RoomService rooms;
    private final Quotas quotas;
    private final Spool spool;
    private final FormReader forms;
    private final Intake intake;
    private final AttachmentMetrics metrics;
    private final CurrentCaller caller;
    private final UploadPlaces places;
    private final boolean closedRoomsToo;

    UploadResource(
            RoomService rooms,
            Quotas quotas,
            UploadPlaces places,
            Spool spool,
            FormReader forms,
            Intake intake,
            AttachmentMetrics metrics,
            CurrentCaller caller,
            ChatConfig config) {
        this.rooms = rooms;
        this.quotas = quotas;
        this.spool = spool;
        this.forms = forms;
        this.intake = intake;
        this.metrics = metrics;
        this.caller = caller;
        this.places = places;
        this.closedRoomsToo = config.messages().sendInClosedRooms();
    }

    @POST
    @Path("/{room}/attachments")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Uploads one file; a message of type file then names it, within a day")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "multipart/form-data",
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "file",
                                            properties =
                                                    @SchemaProperty(
                                                            name = "file",
                                                            type = SchemaType.STRING,
                                                            format = "binary"))))
    public RestResponse<AttachmentView> upload(
            @PathParam("room") UUID roomId,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable String contentLength,
            InputStream body,
            HttpServerRequest request)
            throws SQLException {
        try {
            String user = caller.get().id();
            check(roomId, user, contentLength == null ? 0 : Long.parseLong(contentLength));
            return RestResponse.status(RestResponse.Status.CREATED, take(roomId, user, contentType, body));
        } catch (Refusal refusal) {
            metrics.refused(refusal.code().wire());
            drop(request);
            throw refusal;
        }
    }

    /**
     * Clients go on sending what has been refused, and read the answer when they have. The rest goes nowhere: left to the reader of
     * the body it would gather in memory. Who does not come to an end is cut off.
     */
    private static void drop(HttpServerRequest request) {
        if (request.isEnded()) return;
        AtomicLong left = new AtomicLong(DROPPED_BYTES);
        try {
            request.handler(piece -> {
                if (left.addAndGet(-piece.length()) < 0) request.connection().close();
            });
        } catch (IllegalStateException e) {
            // it has come to its end just now
        }
    }

    private void check(UUID roomId, String user, long length) throws SQLException {
        Room room = rooms.visible(roomId, user);
        if (room.isClosed() && !closedRoomsToo) throw Refusal.roomClosed();
        quotas.check(user, Math.max(0, length - FORM_BYTES));
        try {
            spool.requireRoom(length);
        } catch (IOException e) {
            throw spoolFailed(e);
        }
    }

    private AttachmentView take(UUID room, String user, @Nullable String contentType, InputStream body)
            throws SQLException {
        try (UploadPlaces.Place place = places.take(user);
                Received received = received(contentType, body)) {
            return intake.take(room, user, received).view();
        } catch (IOException e) {
            throw spoolFailed(e);
        }
    }

    private Received received(@Nullable String contentType, InputStream body) {
        try {
            return forms.read(contentType, body);
        } catch (Spool.Failed e) {
            throw spoolFailed(e);
        } catch (IOException e) {
            throw Refusal.of(Code.INVALID, "The body did not arrive."); // nor will this answer
        }
    }

    private static Refusal spoolFailed(IOException e) {
        LOG.warnf("Uploads cannot be put together: %s", e.getMessage());
        return StorageFull.or(e) instanceof StorageFull ? Spool.full() : UploadService.unavailable();
    }
}
