package com.carechain.chat.message;

import com.carechain.chat.room.Previews;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.MessageView;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
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
@Unremovable
class Messages implements Previews, MessageLookup {
    private static final String SELECT =
            "select " + MessageRow.COLUMNS + " from message m " + MessageRow.SENDER + " where m.room_id = ? ";
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
            case Span.AfterRev(long rev) -> query(SELECT + "and m.rev > ? order by m.rev limit ?", room, rev, limit);
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
        return query(connection, SELECT + "and m.rev > ? order by m.rev limit ?", room, rev, limit);
    }

    private static List<MessageRow> query(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            List<MessageRow> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) rows.add(MessageRow.of(row));
            }
            return rows;
        }
    }

    /** Two range reads for a whole page of rooms: the newest message of each, and what is beyond the viewer's read mark. */
    @Override
    public Map<UUID, Preview> of(String viewer, List<Room> rooms) {
        List<Room> written = rooms.stream().filter(r -> r.lastSeq() > 0).toList();
        if (written.isEmpty()) return Map.of();
        try (Connection connection = database.getConnection()) {
            Map<UUID, MessageView> newest = newest(connection, written);
            Map<UUID, Long> unread = unread(connection, viewer, written);
            Map<UUID, Preview> previews = new HashMap<>();
            newest.forEach((room, message) -> previews.put(room, new Preview(message, unread.getOrDefault(room, 0L))));
            return previews;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<UUID, MessageView> newest(Connection connection, List<Room> rooms) throws SQLException {
        Map<UUID, MessageView> newest = new HashMap<>();
        at(connection, rooms.stream().map(r -> new Place(r.id(), r.lastSeq())).toList())
                .values()
                .forEach(m -> newest.put(m.roomId(), m));
        return newest;
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
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    MessageView view = MessageRow.of(row).view();
                    found.put(new Place(view.roomId(), view.seq()), view);
                }
            }
            return found;
        }
    }

    private static Map<UUID, Long> unread(Connection connection, String viewer, List<Room> rooms) throws SQLException {
        Map<UUID, Long> counts = new HashMap<>();
        List<Room> behind = rooms.stream()
                .filter(r ->
                        r.member(viewer).filter(m -> m.readSeq() < r.lastSeq()).isPresent())
                .toList();
        if (behind.isEmpty()) return counts;
        try (PreparedStatement statement = connection.prepareStatement("""
                select r.room_id, count(*) from unnest(?::uuid[], ?::bigint[]) as r (room_id, read_seq)
                join message m on m.room_id = r.room_id and m.seq > r.read_seq
                where m.sender_id <> ? and m.deleted_at is null group by r.room_id""")) {
            statement.setArray(1, ids(connection, behind));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8",
                            behind.stream()
                                    .map(r -> r.member(viewer).orElseThrow().readSeq())
                                    .toArray()));
            statement.setString(3, viewer);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) counts.put(row.getObject(1, UUID.class), row.getLong(2));
            }
        }
        return counts;
    }

    /** Unread is one range per room that has any; whose turn it is, one backward step past system messages. */
    @Override
    public RoomService.Totals totals(String viewer) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select count(*) as rooms, count(*) filter (where u.n > 0) as rooms_unread, coalesce(sum(u.n), 0) as unread,
                               count(*) filter (where r.status = 'active' and l.sender_id <> m.user_id) as awaiting_reply
                        from member m join room r on r.id = m.room_id
                        left join lateral (
                            select count(*) as n from message x where x.room_id = m.room_id and x.seq > m.read_seq
                            and x.sender_id <> m.user_id and x.deleted_at is null and m.read_seq < r.last_seq) u on true
                        left join lateral (
                            select x.sender_id from message x where x.room_id = m.room_id and x.type <> 'system'
                            order by x.seq desc limit 1) l on true
                        where m.user_id = ? and m.left_at is null""")) {
            statement.setString(1, viewer);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RoomService.Totals(
                        row.getInt("rooms"),
                        row.getInt("rooms_unread"),
                        row.getLong("unread"),
                        row.getInt("awaiting_reply"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Array ids(Connection connection, List<Room> rooms) throws SQLException {
        return connection.createArrayOf("uuid", rooms.stream().map(Room::id).toArray());
    }
}
