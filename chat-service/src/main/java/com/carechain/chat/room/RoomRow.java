package com.carechain.chat.room;

import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A room and one of its members as a row of JDBC, for reads too frequent for an entity manager. */
public final class RoomRow {
    /** Of {@code room r join member m on m.room_id = r.id}. */
    public static final String COLUMNS = """
            r.id, r.application_id, r.job_id, r.job_title, r.status, r.last_seq, r.rev, r.created_at, r.updated_at,
            m.user_id, m.role, m.name, m.read_seq, m.delivered_seq, m.left_at""";

    private RoomRow() {}

    /** All rows, each room's beside each other, as rooms in their order. */
    static Collection<Room> rooms(ResultSet row) throws SQLException {
        Map<UUID, Room> rooms = new LinkedHashMap<>();
        List<Room.Member> members = new ArrayList<>();
        while (row.next()) {
            UUID id = row.getObject("id", UUID.class);
            if (!rooms.containsKey(id)) {
                members = new ArrayList<>(2);
                rooms.put(id, room(row, members));
            }
            members.add(member(row));
        }
        return rooms.values();
    }

    public static Room room(ResultSet row, List<Room.Member> members) throws SQLException {
        return new Room(
                row.getObject("id", UUID.class),
                row.getString("application_id"),
                new Job(row.getString("job_id"), row.getString("job_title")),
                row.getString("status"),
                row.getLong("last_seq"),
                row.getLong("rev"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                members);
    }

    public static Room.Member member(ResultSet row) throws SQLException {
        return new Room.Member(
                row.getString("user_id"),
                Role.of(row.getString("role")),
                row.getString("name"),
                row.getLong("read_seq"),
                row.getLong("delivered_seq"),
                row.getObject("left_at") != null);
    }
}
