package com.carechain.chat.message;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Editing and deleting one's own messages, within their windows. A deleted message keeps its place but loses its words. */
@ApplicationScoped
public class MessageChanges {
    /** Locks the room, so that rev stays without holes; changes nothing when the message is not the caller's to change. */
    private static final String CHANGE = """
            with locked as materialized (select id, rev, status from room where id = ? for no key update),
            changed as (
                update message m set %s, rev = locked.rev + 1 from locked
                where m.room_id = locked.id and m.id = ? and m.sender_id = ? and m.type <> 'system'
                  and m.deleted_at is null and m.created_at >= ? and %s returning m.*),
            moved as (update room r set rev = r.rev + 1 from changed where r.id = changed.room_id),
            told as (insert into outbox (room_id, type, rev, seq, created_at) select room_id, ?, rev, seq, ? from changed)
            select\s""" + MessageRow.COLUMNS + " from changed m " + MessageRow.SENDER;

    private static final String EDIT = "content = ?, edited_at = ?";
    /** What is left of a message without its words; one parameter, the time. */
    static final String TOMBSTONE = "content = '', card = null, edited_at = null, reply_to = null, deleted_at = ?";

    private static final String DELETE = CHANGE.formatted(TOMBSTONE, "true");

    private final DataSource database;
    private final Messages messages;
    private final Drafting drafting;
    private final StoredEvents events;
    private final Fanout fanout;
    private final InstantSource clock;
    private final ChatConfig.Messages windows;
    private final String edit;

    MessageChanges(
            DataSource database,
            Messages messages,
            Drafting drafting,
            StoredEvents events,
            Fanout fanout,
            InstantSource clock,
            ChatConfig config) {
        this.database = database;
        this.messages = messages;
        this.drafting = drafting;
        this.events = events;
        this.fanout = fanout;
        this.clock = clock;
        this.windows = config.messages();
        this.edit = CHANGE.formatted(EDIT, windows.sendInClosedRooms() ? "true" : "locked.status = 'active'");
    }

    /**
     * Blocking. New words are writing, so a closed room takes none; taking one's own away goes on there.
     *
     * @throws Refusal when the words are not allowed, the room is closed, or the message is missing, another's, or too old
     */
    public MessageView edit(UUID room, UUID message, String userId, @Nullable String content) {
        String words = drafting.content(content);
        return change(edit, room, message, userId, words, windows.editWindow(), "message-updated");
    }

    /** Blocking; deleting again gives the same tombstone. @throws Refusal as {@link #edit} */
    public MessageView delete(UUID room, UUID message, String userId) {
        return change(DELETE, room, message, userId, null, windows.deleteWindow(), "message-deleted");
    }

    private MessageView change(
            String sql, UUID room, UUID id, String userId, @Nullable String words, Duration window, String event) {
        Instant now = clock.instant();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            int p = 1;
            statement.setObject(p++, room);
            if (words != null) statement.setString(p++, words);
            statement.setObject(p++, at);
            statement.setObject(p++, id);
            statement.setString(p++, userId);
            statement.setObject(p++, now.minus(window).atOffset(ZoneOffset.UTC));
            statement.setString(p++, event);
            statement.setObject(p, at);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) return unchanged(room, id, userId, words == null, now.minus(window));
                MessageView changed = Messages.withFiles(connection, List.of(MessageRow.of(row)))
                        .getFirst()
                        .view();
                fanout.publish(List.of(new RoomEvent(room, changed.rev(), List.of(events.changed(changed)))));
                return changed;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private MessageView unchanged(UUID room, UUID id, String userId, boolean deleting, Instant oldest)
            throws SQLException {
        MessageView there = messages.find(room, id).orElseThrow(Refusal::messageNotFound);
        if (!there.sender().id().equals(userId))
            throw Refusal.of(Code.FORBIDDEN, "Only its sender may change a message.");
        if (there.deletedAt() != null) {
            if (deleting) return there;
            throw Refusal.messageNotFound();
        }
        if (there.createdAt().isBefore(oldest))
            throw Refusal.of(Code.WINDOW_OVER, "The time to change this message is over.");
        throw Refusal.roomClosed();
    }
}
