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
    private final RoomTotals totals;

    RoomPreviews(DataSource database, MessageLookup messages, RoomTotals totals) {
        this.database = database;
        this.messages = messages;
        this.totals = totals;
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

    @Override
    public RoomService.Totals totals(String viewer) {
        return totals.of(viewer);
    }

    private static Array ids(Connection connection, List<Room> rooms) throws SQLException {
        return connection.createArrayOf("uuid", rooms.stream().map(Room::id).toArray());
    }
}
