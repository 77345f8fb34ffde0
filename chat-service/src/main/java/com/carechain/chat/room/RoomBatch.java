package com.carechain.chat.room;

import com.carechain.chat.ops.ScriptResource;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Many rooms at a time, in one statement each. Plain JDBC: a replay of a whole topic goes through here. */
@ApplicationScoped
public class RoomBatch {
    private static final String MAKE = ScriptResource.read("sql/make-rooms.sql");
    private static final int NOW = 9;
    private static final String READ = """
            select r.id, r.application_id, r.job_id, r.job_title, r.status, r.last_seq, r.rev, r.created_at, r.updated_at,
                m.user_id, m.role, m.name, m.read_seq, m.delivered_seq, m.left_at
            from room r join member m on m.room_id = r.id where r.id = any(?) order by r.id, m.role""";

    private final DataSource database;

    RoomBatch(DataSource database) {
        this.database = database;
    }

    /**
     * Makes those that do not exist ({@code sql/make-rooms.sql}), in the caller's transaction if it has one. Which were made by this call.
     *
     * @param rooms new ones ({@link Room#made}), of one moment, each id once
     */
    public Set<UUID> make(Connection connection, Collection<Room> rooms) throws SQLException {
        if (rooms.isEmpty()) return Set.of();
        List<Room> wanted = List.copyOf(rooms);
        try (PreparedStatement statement = connection.prepareStatement(MAKE)) {
            int p = 1;
            set(statement, p++, "uuid", wanted, Room::id);
            set(statement, p++, "text", wanted, Room::applicationId);
            set(statement, p++, "text", wanted, r -> r.job().id());
            set(statement, p++, "text", wanted, r -> r.job().title());
            for (Role side : List.of(Role.CANDIDATE, Role.EMPLOYER)) {
                set(statement, p++, "text", wanted, r -> r.person(side).id());
                set(statement, p++, "text", wanted, r -> r.person(side).name());
            }
            statement.setObject(NOW, wanted.getFirst().createdAt().atOffset(ZoneOffset.UTC));
            Set<UUID> made = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) made.add(row.getObject(1, UUID.class));
            }
            return made;
        }
    }

    private static void set(
            PreparedStatement statement,
            int parameter,
            String type,
            List<Room> rooms,
            Function<Room, @Nullable Object> column)
            throws SQLException {
        Object[] values = new Object[rooms.size()];
        for (int i = 0; i < values.length; i++) values[i] = column.apply(rooms.get(i));
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }

    /** With their members, as committed now, by id. */
    public Map<UUID, Room> read(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) return Map.of();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Room> rooms = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Room before = rooms.get(row.getObject("id", UUID.class));
                    List<Room.Member> members = new ArrayList<>(before == null ? List.of() : before.members());
                    members.add(member(row));
                    Room room = room(row, members);
                    rooms.put(room.id(), room);
                }
            }
            return rooms;
        }
    }

    private static Room room(ResultSet row, List<Room.Member> members) throws SQLException {
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

    private static Room.Member member(ResultSet row) throws SQLException {
        return new Room.Member(
                row.getString("user_id"),
                Role.of(row.getString("role")),
                row.getString("name"),
                row.getLong("read_seq"),
                row.getLong("delivered_seq"),
                row.getObject("left_at") != null);
    }
}
