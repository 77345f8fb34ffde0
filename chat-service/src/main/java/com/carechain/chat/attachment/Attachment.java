package com.carechain.chat.attachment;

import com.carechain.chat.wire.AttachmentView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code attachment}.
 *
 * @param messageId of the message that shows it
 * @param sha256    of the bytes as stored, in hexadecimal
 * @param isUsed    a message shows it and has not been deleted
 */
record Attachment(
        UUID id,
        UUID roomId,
        String uploaderId,
        @Nullable UUID messageId,
        int position,
        String name,
        String contentType,
        long size,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        boolean hasThumbnail,
        Status status,
        Instant createdAt,
        boolean isUsed) {

    /** How far it has come; the names in the table and, but for the first and the last, on the wire. */
    enum Status {
        STORING,
        UNSCANNED,
        PENDING,
        CLEAN,
        REJECTED,
        REMOVING;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Attachment of(ResultSet row) throws SQLException {
        return new Attachment(
                row.getObject("id", UUID.class),
                row.getObject("room_id", UUID.class),
                row.getString("uploader_id"),
                row.getObject("message_id", UUID.class),
                row.getInt("position"),
                row.getString("name"),
                row.getString("content_type"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getObject("width", Integer.class),
                row.getObject("height", Integer.class),
                row.getBoolean("thumbnail"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("unused_since") == null);
    }

    Attachment with(Status newer) {
        return new Attachment(
                id,
                roomId,
                uploaderId,
                messageId,
                position,
                name,
                contentType,
                size,
                sha256,
                width,
                height,
                hasThumbnail,
                newer,
                createdAt,
                isUsed);
    }

    /** Whether that member of the room may have the bytes now. */
    boolean isFor(String member) {
        boolean isMine = uploaderId.equals(member);
        if (messageId == null ? !isMine : !isUsed) return false;
        return switch (status) {
            case UNSCANNED, CLEAN -> true;
            case PENDING -> isMine;
            case STORING, REJECTED, REMOVING -> false;
        };
    }

    AttachmentView view() {
        return new AttachmentView(
                id,
                roomId,
                name,
                contentType,
                size,
                width,
                height,
                status.wire(),
                AttachmentView.url(id),
                hasThumbnail ? AttachmentView.thumbnailUrl(id) : null,
                createdAt);
    }
}
