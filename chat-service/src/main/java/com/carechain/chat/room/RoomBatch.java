package com.carechain.chat.room;

import com.carechain.chat.ops.ScriptResource;
import com.carechain.chat.wire.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes many rooms in one statement. Plain JDBC: a replay of a whole topic goes through here. */
@ApplicationScoped
public class RoomBatch {
    private static final String MAKE = ScriptResource.read("sql/make-rooms.sql");
    private static final int NOW = 9;

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

    /** The ids of both sides of each of these rooms, whether they have left or not. */
    public Map<UUID, Set<String>> people(Connection connection, Collection<UUID> rooms) throws SQLException {
        if (rooms.isEmpty()) return Map.of();
        try (PreparedStatement statement =
                connection.prepareStatement("select room_id, user_id from member where room_id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", rooms.toArray()));
            Map<UUID, Set<String>> people = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    people.computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>())
                            .add(row.getString(2));
            }
            return people;
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
}
