package com.carechain.chat.room;

import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code room}, each with its rows of {@code member}. */
final class WholeRooms {
    static final String COLUMNS =
            "r.id, r.application_id, r.job_id, r.job_title, r.status, r.last_seq, r.rev, r.created_at, r.updated_at";

    private WholeRooms() {}

    /** In the order of the rows; members in one query for all of them. */
    static List<WholeRoom> read(Connection connection, ResultSet row) throws SQLException {
        List<WholeRoom> rooms = new ArrayList<>();
        while (row.next()) rooms.add(room(row));
        Map<UUID, List<WholeRoom.Member>> members = members(connection, rooms);
        return rooms.stream()
                .map(r -> withMembers(r, members.getOrDefault(r.id(), List.of())))
                .toList();
    }

    private static Map<UUID, List<WholeRoom.Member>> members(Connection connection, List<WholeRoom> rooms)
            throws SQLException {
        Map<UUID, List<WholeRoom.Member>> members = new HashMap<>();
        if (rooms.isEmpty()) return members;
        try (PreparedStatement statement = connection.prepareStatement("""
                select room_id, user_id, name, role, read_seq, read_at, delivered_seq, delivered_at, left_at
                from member where room_id = any(?) order by role, user_id""")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", rooms.stream().map(WholeRoom::id).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    members.computeIfAbsent(row.getObject("room_id", UUID.class), id -> new ArrayList<>())
                            .add(member(row));
            }
        }
        return members;
    }

    private static WholeRoom room(ResultSet row) throws SQLException {
        return new WholeRoom(
                row.getObject("id", UUID.class),
                row.getString("application_id"),
                new Job(row.getString("job_id"), row.getString("job_title")),
                row.getString("status"),
                List.of(),
                row.getLong("last_seq"),
                row.getLong("rev"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static WholeRoom withMembers(WholeRoom r, List<WholeRoom.Member> members) {
        return new WholeRoom(
                r.id(),
                r.applicationId(),
                r.job(),
                r.status(),
                members,
                r.lastSeq(),
                r.rev(),
                r.createdAt(),
                r.updatedAt());
    }

    private static WholeRoom.Member member(ResultSet row) throws SQLException {
        return new WholeRoom.Member(
                row.getString("user_id"),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getLong("read_seq"),
                time(row, "read_at"),
                row.getLong("delivered_seq"),
                time(row, "delivered_at"),
                time(row, "left_at"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
