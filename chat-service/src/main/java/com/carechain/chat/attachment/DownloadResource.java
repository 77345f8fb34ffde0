package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.identity.CurrentCaller;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Problem;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.room.RoomService;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Downloads over HTTP, for members. A browser may save what it gets here, and do nothing else with it. */
@Path("/api/messaging/attachments/{id}")
@Authenticated
@RunOnVirtualThread
@Tag(name = "attachments")
public class DownloadResource {
    private static final Logger LOG = Logger.getLogger(DownloadResource.class);
    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";
    private final Attachments attachments;
    private final RoomService rooms;
    private final Storage storage;
    private final AttachmentMetrics metrics;
    private final CurrentCaller caller;
    private final Duration presigned;

    DownloadResource(
            Attachments attachments,
            RoomService rooms,
            Storage storage,
            AttachmentMetrics metrics,
            CurrentCaller caller,
            ChatConfig config) {
        this.attachments = attachments;
        this.rooms = rooms;
        this.storage = storage;
        this.metrics = metrics;
        this.caller = caller;
        this.presigned = config.attachments().presigned();
    }

    @GET
    @Operation(summary = "The bytes of a file, whole or a range of them; or the way to them")
    @APIResponse(
            responseCode = "200",
            description = "The bytes, with ETag; 206 for a range, 304 when they are known, 307 to where they are",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response file(@PathParam("id") UUID id, HttpServerRequest request) throws SQLException {
        Attachment a = visible(id);
        String disposition = FileName.disposition(a.name());
        if (presigned.isPositive()) {
            var link =
                    storage.link(new Key(id, Kind.FILE), new Storage.Served(a.contentType(), disposition), presigned);
            if (link.isPresent())
                return Response.temporaryRedirect(link.get())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
        }
        String tag = '"' + a.sha256() + '"';
        if (isKnown(request, tag)) return unchanged(tag);
        Bytes bytes = new Bytes(a.size(), (from, length) -> opened(new Key(id, Kind.FILE), from, length));
        return answer(bytes, a.contentType(), tag, disposition, request);
    }

    @GET
    @Path("/thumbnail")
    @Operation(summary = "A small JPEG of an image, whole or a range of it")
    @APIResponse(
            responseCode = "200",
            description = "A JPEG, with ETag; 206 for a range, 304 when it is known",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response thumbnail(@PathParam("id") UUID id, HttpServerRequest request) throws SQLException {
        Attachment a = visible(id);
        if (!a.hasThumbnail()) throw notFound();
        String tag = '"' + a.sha256() + "-thumbnail\"";
        if (isKnown(request, tag)) return unchanged(tag);
        byte[] image = thumbnail(id); // small, and how small is written nowhere
        Bytes bytes =
                new Bytes(image.length, (from, length) -> new ByteArrayInputStream(image, (int) from, (int) length));
        return answer(bytes, "image/jpeg", tag, FileName.disposition(a.name() + ".jpg"), request);
    }

    private byte[] thumbnail(UUID id) {
        try (InputStream image = opened(new Key(id, Kind.THUMBNAIL), 0, Integer.MAX_VALUE)) {
            return image.readAllBytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Attachment visible(UUID id) throws SQLException {
        String user = caller.get().id();
        Attachment a = attachments.find(id).orElseThrow(DownloadResource::notFound);
        try {
            rooms.visible(a.roomId(), user);
        } catch (Refusal refusal) {
            throw notFound();
        }
        if (!a.isFor(user)) throw notFound();
        return a;
    }

    /** What is sent, or a part of it. */
    private record Bytes(long size, Source source) {
        interface Source {
            InputStream open(long from, long length);
        }
    }

    private static Response answer(
            Bytes bytes, String contentType, String tag, String disposition, HttpServerRequest request) {
        String ifRange = request.getHeader("If-Range");
        ByteRange range = ifRange != null && !ifRange.equals(tag)
                ? new ByteRange.Whole()
                : ByteRange.of(request.getHeader("Range"), bytes.size);
        ResponseBuilder answer =
                switch (range) {
                    case ByteRange.Whole() ->
                        sent(200, bytes, 0, bytes.size, request).type(contentType);
                    case ByteRange.Part(long from, long length) ->
                        sent(206, bytes, from, length, request)
                                .type(contentType)
                                .header(
                                        "Content-Range",
                                        "bytes " + from + "-" + (from + length - 1) + "/" + bytes.size);
                    case ByteRange.Nowhere() ->
                        Response.status(416)
                                .header("Content-Range", "bytes */" + bytes.size)
                                .type(Problem.MEDIA_TYPE)
                                .entity(Problem.of(Refusal.of(
                                        Code.RANGE_NOT_SATISFIABLE, "The file has " + bytes.size + " bytes.")));
                };
        request.response().headers().remove("Content-Security-Policy"); // that of the page; this one is stricter
        return tagged(answer, tag)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .header("Accept-Ranges", "bytes")
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .build();
    }

    private static ResponseBuilder sent(int status, Bytes bytes, long from, long length, HttpServerRequest request) {
        ResponseBuilder answer = Response.status(status).header(HttpHeaders.CONTENT_LENGTH, length);
        return request.method().equals(HttpMethod.HEAD) ? answer : answer.entity(bytes.source.open(from, length));
    }

    private static Response unchanged(String tag) {
        return tagged(Response.notModified(), tag).build();
    }

    /** Whether somebody may have it is asked each time. */
    private static ResponseBuilder tagged(ResponseBuilder answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }

    private InputStream opened(Key key, long from, long length) {
        try {
            return metrics.timed("open", () -> storage.open(key, from, length));
        } catch (FileNotFoundException e) {
            LOG.errorf("Attachment %s has a row, but no bytes", key.id());
            throw notFound();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Refusal unreadable(IOException e) {
        LOG.warnf("Attachments cannot be read: %s", e.getMessage());
        return UploadService.unavailable();
    }

    private static boolean isKnown(HttpServerRequest request, String tag) {
        String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return tags != null
                && Arrays.stream(tags.split(",", -1))
                        .map(String::strip)
                        .anyMatch(t -> t.equals("*") || t.equals(tag) || t.equals("W/" + tag));
    }

    private static Refusal notFound() {
        return Refusal.of(Code.NOT_FOUND, "There is no such file.");
    }
}
