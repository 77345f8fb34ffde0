package com.carechain.chat.wire;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message as every member sees it.
 *
 * @param seq         its place in the room: 1, 2, 3… without holes
 * @param rev         the room's rev at its last change; rises when it is edited or deleted
 * @param messageType {@code text}, {@code file} or {@code system}
 * @param content     1–10,000 characters, also none for {@code file}; empty once deleted
 * @param attachment  the first of {@code attachments}
 * @param attachments the files of a {@code file} message, in its sender's order; none once deleted
 * @param card        what a system message is about, for clients that draw cards; a JSON object
 * @param clientId    the sender's own id for it, if it gave one
 * @param replyTo     the id of the message this one answers
 * @param deletedAt   set: this is a tombstone
 */
@Schema(name = "Message")
@RegisterForReflection
public record MessageView(
        UUID id,
        UUID roomId,
        long seq,
        long rev,
        Sender sender,
        String messageType,
        String content,
        @Nullable AttachmentView attachment,
        List<AttachmentView> attachments,

        @Nullable @JsonRawValue @Schema(type = SchemaType.OBJECT)
        String card,

        @Nullable UUID clientId,
        @Nullable UUID replyTo,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt) {

    /** With the files that it shows. */
    public MessageView with(List<AttachmentView> files) {
        return new MessageView(
                id,
                roomId,
                seq,
                rev,
                sender,
                messageType,
                content,
                files.isEmpty() ? null : files.getFirst(),
                files,
                card,
                clientId,
                replyTo,
                createdAt,
                editedAt,
                deletedAt);
    }

    /** Who wrote it; {@code system} for the platform. */
    @RegisterForReflection
    @Schema(name = "Sender")
    public record Sender(String id, String name, Role role) {
        /** The platform itself. */
        public static final Sender SYSTEM = new Sender("system", "CareChain", Role.SYSTEM);
    }
}
