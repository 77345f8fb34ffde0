package com.carechain.chat.message;

import com.carechain.chat.attachment.Shown;
import com.carechain.chat.wire.AttachmentView;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reading messages. Plain JDBC: a page of history is the most frequent request after a message itself. */
@ApplicationScoped
class Messages implements MessageLookup {
    private static final String SELECT =
            "select " + MessageRow.COLUMNS + " from message m " + MessageRow.SENDER + " where m.room_id = ? ";
    /**
     * New messages have the revs of their creation in order of seq, so where they begin is found by halving; what lies between is known:
     * a room has at most as many messages since a rev as it has revs, and no message's seq is above its rev. Those that were changed
     * later come from {@code message_by_change}.
     */
    private static final String AFTER_REV = """
            with recursive asked as (select ?::uuid as room_id, ?::bigint as rev, ?::int as most),
            border (low, high) as (
                select greatest(r.last_seq - (r.rev - a.rev), 0), least(a.rev, r.last_seq) from asked a join room r on r.id = a.room_id
                union all
                select case when m.created_rev <= a.rev then m.seq else b.low end,
                       case when m.created_rev <= a.rev then b.high else (b.low + b.high + 1) / 2 - 1 end
                from border b cross join asked a left join lateral (
                    select m.seq, m.created_rev from message m
                    where m.room_id = a.room_id and m.seq between (b.low + b.high + 1) / 2 and b.high order by m.seq limit 1) m on true
                where b.low < b.high)
            select * from (
                (select %1$s from message m %2$s
                 where m.room_id = (select room_id from asked) and m.seq > (select max(low) from border) and m.rev = m.created_rev
                 order by m.seq limit (select most from asked))
                union all
                (select %1$s from message m %2$s
                 where m.room_id = (select room_id from asked) and m.rev > (select rev from asked) and m.rev <> m.created_rev
                 order by m.rev limit (select most from asked))) found
            order by rev limit (select most from asked)""".formatted(MessageRow.COLUMNS, MessageRow.SENDER);

    private final DataSource database;

    Messages(DataSource database) {
        this.database = database;
    }

    /** Which part of a room's history; exactly one way of looking at a time. */
    sealed interface Span {
        record Newest() implements Span {}

        record BeforeSeq(long seq) implements Span {}

        record AfterSeq(long seq) implements Span {}

        /** Created, edited or deleted since; in order of rev, so that the last one's rev is the next cursor. */
        record AfterRev(long rev) implements Span {}
    }

    /** Ascending. */
    List<MessageRow> span(UUID room, Span span, int limit) throws SQLException {
        return switch (span) {
            case Span.Newest() ->
                query(SELECT + "order by m.seq desc limit ?", room, limit).reversed();
            case Span.BeforeSeq(long seq) ->
                query(SELECT + "and m.seq < ? order by m.seq desc limit ?", room, seq, limit)
                        .reversed();
            case Span.AfterSeq(long seq) -> query(SELECT + "and m.seq > ? order by m.seq limit ?", room, seq, limit);
            case Span.AfterRev(long rev) -> query(AFTER_REV, room, rev, limit);
        };
    }

    Optional<MessageView> find(UUID room, UUID id) throws SQLException {
        return query(SELECT + "and m.id = ?", room, id).stream().findFirst().map(MessageRow::view);
    }

    private List<MessageRow> query(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return query(connection, sql, parameters);
        }
    }

    /** For readers that need several answers of one moment and bring their transaction. */
    static List<MessageRow> afterRev(Connection connection, UUID room, long rev, int limit) throws SQLException {
        return query(connection, AFTER_REV, room, rev, limit);
    }

    static List<MessageRow> query(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            return rows(connection, statement);
        }
    }

    private static List<MessageRow> rows(Connection connection, PreparedStatement statement) throws SQLException {
        List<MessageRow> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) rows.add(MessageRow.of(row));
        }
        return withFiles(connection, rows);
    }

    /** One more query, and only where there is a message that shows files. */
    static List<MessageRow> withFiles(Connection connection, List<MessageRow> rows) throws SQLException {
        List<Shown.Key> showing = rows.stream()
                .filter(MessageRow::showsFiles)
                .map(MessageRow::key)
                .toList();
        if (showing.isEmpty()) return rows;
        Map<Shown.Key, List<AttachmentView>> files = Shown.by(connection, showing);
        return rows.stream()
                .map(r -> r.showsFiles() ? r.with(files.getOrDefault(r.key(), List.of())) : r)
                .toList();
    }

    @Override
    public Map<Place, MessageView> at(Collection<Place> places) {
        if (places.isEmpty()) return Map.of();
        try (Connection connection = database.getConnection()) {
            return at(connection, places);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<Place, MessageView> at(Connection connection, Collection<Place> places) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + MessageRow.COLUMNS
                + " from unnest(?::uuid[], ?::bigint[]) as r (room_id, seq)"
                + " join message m on m.room_id = r.room_id and m.seq = r.seq " + MessageRow.SENDER)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", places.stream().map(Place::roomId).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", places.stream().map(Place::seq).toArray()));
            Map<Place, MessageView> found = new HashMap<>();
            for (MessageRow row : rows(connection, statement))
                found.put(new Place(row.view().roomId(), row.view().seq()), row.view());
            return found;
        }
    }
}
