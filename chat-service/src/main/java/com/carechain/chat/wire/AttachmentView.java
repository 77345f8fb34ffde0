package com.carechain.chat.wire;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file in a room.
 *
 * @param name         as its uploader called it, cleaned: 1–200 characters, no path
 * @param contentType  recognised from the bytes
 * @param size         bytes
 * @param width        pixels as shown; null when it is no image
 * @param status       {@code unscanned} (scanning is off), {@code pending} (only its uploader gets it), {@code clean},
 *                     {@code rejected} (nobody gets it)
 * @param url          where its bytes are
 * @param thumbnailUrl a small JPEG; null when there is none
 */
@Schema(name = "Attachment")
@RegisterForReflection
public record AttachmentView(
        UUID id,
        UUID roomId,
        String name,
        String contentType,
        long size,
        @Nullable Integer width,
        @Nullable Integer height,

        @Schema(enumeration = {"unscanned", "pending", "clean", "rejected"})
        String status,

        String url,
        @Nullable String thumbnailUrl,
        Instant createdAt) {

    /** The address of a file's bytes. */
    public static String url(UUID id) {
        return "/api/messaging/attachments/" + id + "/";
    }

    public static String thumbnailUrl(UUID id) {
        return url(id) + "thumbnail/";
    }
}
