package com.carechain.chat.message;

import com.carechain.chat.attachment.Shown;
import com.carechain.chat.wire.AttachmentView;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as stored, with its sender's name and role from {@code member}. */
record MessageRow(MessageView view, long createdRev) {
    /** For {@code from message m left join member s on s.room_id = m.room_id and s.user_id = m.sender_id}. */
    static final String COLUMNS = """
            m.id, m.room_id, m.seq, m.rev, m.created_rev, m.sender_id, s.name as sender_name, s.role as sender_role,
            m.type, m.content, m.card::text as card, m.client_id, m.reply_to, m.created_at, m.edited_at, m.deleted_at""";

    static final String SENDER = "left join member s on s.room_id = m.room_id and s.user_id = m.sender_id";

    static MessageRow of(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        UUID clientKey = row.getObject("client_id", UUID.class);
        String type = row.getString("type");
        boolean isSystem = type.equals("system");
        MessageView view = new MessageView(
                id,
                row.getObject("room_id", UUID.class),
                row.getLong("seq"),
                row.getLong("rev"),
                isSystem ? MessageView.Sender.SYSTEM : sender(row),
                type,
                row.getString("content"),
                null,
                List.of(),
                row.getString("card"),
                isSystem || clientKey.equals(id) ? null : clientKey,
                row.getObject("reply_to", UUID.class),
                time(row, "created_at"),
                optionalTime(row, "edited_at"),
                optionalTime(row, "deleted_at"));
        return new MessageRow(view, row.getLong("created_rev"));
    }

    /** Whether there is more to read for it. */
    boolean showsFiles() {
        return view.messageType().equals("file") && view.deletedAt() == null;
    }

    Shown.Key key() {
        return new Shown.Key(view.roomId(), view.id());
    }

    MessageRow with(List<AttachmentView> files) {
        return new MessageRow(view.with(files), createdRev);
    }

    /** With the rev it was made at. */
    MessageView asCreated() {
        MessageView v = view;
        return new MessageView(
                v.id(),
                v.roomId(),
                v.seq(),
                createdRev,
                v.sender(),
                v.messageType(),
                v.content(),
                v.attachment(),
                v.attachments(),
                v.card(),
                v.clientId(),
                v.replyTo(),
                v.createdAt(),
                v.editedAt(),
                v.deletedAt());
    }

    private static MessageView.Sender sender(ResultSet row) throws SQLException {
        return new MessageView.Sender(
                row.getString("sender_id"), row.getString("sender_name"), Role.of(row.getString("sender_role")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
