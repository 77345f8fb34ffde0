package com.carechain.chat.message;

import com.carechain.chat.room.Previews;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** What room lists and the dashboard show of messages. Unread is counted from the read mark, over what is unread only. */
@ApplicationScoped
class RoomPreviews implements Previews {
    private final DataSource database;
    private final MessageLookup messages;

    RoomPreviews(DataSource database, MessageLookup messages) {
        this.database = database;
        this.messages = messages;
    }

    /** Two range reads for a whole page of rooms: the newest message of each, and what is beyond the viewer's read mark. */
    @Override
    public Map<UUID, Preview> of(String viewer, List<Room> rooms) {
        List<Room> written = rooms.stream().filter(r -> r.lastSeq() > 0).toList();
        if (written.isEmpty()) return Map.of();
        Map<UUID, MessageView> newest = newest(written);
        try (Connection connection = database.getConnection()) {
            Map<UUID, Long> unread = unread(connection, viewer, written);
            Map<UUID, Preview> previews = new HashMap<>();
            newest.forEach((room, message) -> previews.put(room, new Preview(message, unread.getOrDefault(room, 0L))));
            return previews;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<UUID, MessageView> newest(List<Room> rooms) {
        Map<UUID, MessageView> newest = new HashMap<>();
        messages.at(rooms.stream()
                        .map(r -> new MessageLookup.Place(r.id(), r.lastSeq()))
                        .toList())
                .values()
                .forEach(m -> newest.put(m.roomId(), m));
        return newest;
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
