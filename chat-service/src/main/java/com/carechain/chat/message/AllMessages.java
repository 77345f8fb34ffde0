package com.carechain.chat.message;

import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.message.Messages.Span;
import com.carechain.chat.problem.QueryText;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Messages regardless of who asks: for administrators. Joins the caller's transaction. */
@ApplicationScoped
public class AllMessages {
    /** As a sender's delete, for any sender, kind and age; the room's lock keeps rev without holes. */
    private static final String REDACT =
            """
            with locked as materialized (select id, rev from room where id = ? for no key update),
            changed as (
                update message m set %s, rev = locked.rev + 1 from locked
                where m.room_id = locked.id and m.id = ? and m.deleted_at is null returning m.*),
            moved as (update room r set rev = r.rev + 1 from changed where r.id = changed.room_id),
            told as (
                insert into outbox (room_id, type, rev, seq, created_at)
                select room_id, 'message-deleted', rev, seq, deleted_at from changed)
            select\s""".formatted(MessageChanges.TOMBSTONE) + MessageRow.COLUMNS + " from changed m " + MessageRow.SENDER;

    private final DataSource database;
    private final Messages messages;
    private final StoredEvents events;

    AllMessages(DataSource database, Messages messages, StoredEvents events) {
        this.database = database;
        this.messages = messages;
        this.events = events;
    }

    /** Ascending; without a place the newest. At most one of both may be given. */
    public List<MessageView> page(UUID room, @Nullable Long beforeSeq, @Nullable Long afterSeq, int limit)
            throws SQLException {
        Span span = beforeSeq != null
                ? new Span.BeforeSeq(beforeSeq)
                : afterSeq != null ? new Span.AfterSeq(afterSeq) : new Span.Newest();
        return views(messages.span(room, span, limit));
    }

    public Optional<MessageView> find(UUID room, UUID message) throws SQLException {
        return messages.find(room, message);
    }

    /**
     * Takes the words away; they are gone from the table. Empty: there is no such message, or it is a tombstone already.
     * What it answers goes to {@link #event} and from there to the fan-out, once the transaction is committed.
     */
    public Optional<MessageView> redact(UUID room, UUID message, Instant at) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Messages.query(connection, REDACT, room, at.atOffset(ZoneOffset.UTC), message).stream()
                    .findFirst()
                    .map(MessageRow::view);
        }
    }

    public RoomEvent event(MessageView redacted) {
        return new RoomEvent(redacted.roomId(), redacted.rev(), List.of(events.changed(redacted)));
    }

    /** Newest first. Reads every message of the rooms it has to look at; the caller bounds the time. */
    public List<MessageView> search(MessageSearch asked) throws SQLException {
        StringBuilder sql = new StringBuilder("select ").append(MessageRow.COLUMNS);
        List<Object> parameters = new ArrayList<>();
        UUID room = asked.room();
        if (room != null) inRoom(sql, parameters, room, asked);
        else inManyRooms(sql, parameters, asked);
        try (Connection connection = database.getConnection()) {
            return views(Messages.query(connection, sql.toString(), parameters.toArray()));
        }
    }

    /** Backwards from the newest (or the last found) until the page is full. */
    private static void inRoom(StringBuilder sql, List<Object> parameters, UUID room, MessageSearch asked) {
        sql.append(" from message m ").append(MessageRow.SENDER).append(" where m.room_id = ?");
        parameters.add(room);
        conditions(sql, parameters, asked);
        if (asked.after() != null) {
            sql.append(" and m.seq < (select c.seq from message c where c.room_id = ? and c.id = ?)");
            Collections.addAll(parameters, room, asked.after().id());
        }
        sql.append(" order by m.seq desc limit ?");
        parameters.add(asked.limit());
    }

    /** Only rooms that may have such a message: the sender's, and those that lived in that time. */
    private static void inManyRooms(StringBuilder sql, List<Object> parameters, MessageSearch asked) {
        sql.append(" from room r join message m on m.room_id = r.id ")
                .append(MessageRow.SENDER)
                .append(" where true");
        if (asked.sender() != null) {
            sql.append(" and r.id in (select w.room_id from member w where w.user_id = ?)");
            parameters.add(asked.sender());
        }
        if (asked.from() != null) {
            sql.append(" and r.updated_at >= ?");
            parameters.add(asked.from().atOffset(ZoneOffset.UTC));
        }
        if (asked.to() != null) {
            sql.append(" and r.created_at < ?");
            parameters.add(asked.to().atOffset(ZoneOffset.UTC));
        }
        conditions(sql, parameters, asked);
        if (asked.after() != null) {
            sql.append(" and (m.created_at, m.id) < (?, ?)");
            Collections.addAll(
                    parameters,
                    asked.after().at().atOffset(ZoneOffset.UTC),
                    asked.after().id());
        }
        sql.append(" order by m.created_at desc, m.id desc limit ?");
        parameters.add(asked.limit());
    }

    private static void conditions(StringBuilder sql, List<Object> parameters, MessageSearch asked) {
        sql.append(" and m.deleted_at is null and m.content ilike ? escape '!'");
        parameters.add(QueryText.likeAnywhere(asked.text()));
        if (asked.sender() != null) {
            sql.append(" and m.sender_id = ?");
            parameters.add(asked.sender());
        }
        if (asked.from() != null) {
            sql.append(" and m.created_at >= ?");
            parameters.add(asked.from().atOffset(ZoneOffset.UTC));
        }
        if (asked.to() != null) {
            sql.append(" and m.created_at < ?");
            parameters.add(asked.to().atOffset(ZoneOffset.UTC));
        }
    }

    private static List<MessageView> views(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::view).toList();
    }
}
