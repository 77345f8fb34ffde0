package com.carechain.bench.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** What PostgreSQL really holds, asked past the services. */
public final class Table {

    private static final int LIMIT_SECONDS = 120;

    private final String jdbcUrl;

    public Table(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Messages in these rooms whose {@code client_id} lies between the two. */
    public long stored(Collection<UUID> rooms, UUID lowest, UUID highest) {
        return number(
                "select count(*) from message where room_id = any(?) and client_id between ? and ?",
                rooms.toArray(),
                lowest,
                highest);
    }

    /** Rooms whose messages are not numbered 1, 2, 3… up to what the room says. */
    public long roomsWithHoles(Collection<UUID> rooms) {
        return number("""
                select count(*) from room r cross join lateral (
                    select count(*) as n, coalesce(max(seq), 0) as last from message m where m.room_id = r.id) m
                where r.id = any(?) and (m.n <> r.last_seq or m.last <> r.last_seq)""", (Object) rooms.toArray());
    }

    /** System messages in the rooms of applications whose id begins so. */
    public long systemMessages(String applications) {
        return number(
                "select count(*) from message m join room r on r.id = m.room_id where r.application_id like ? and m.type = 'system'",
                applications + "%");
    }

    public long messages() {
        return number("select count(*) from message");
    }

    /** One number. Arrays are taken as UUIDs. */
    long number(String sql, Object... parameters) {
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(LIMIT_SECONDS);
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Object[] array) {
                    statement.setArray(i + 1, connection.createArrayOf("uuid", array));
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new NotMeasurable("PostgreSQL could not be asked: " + e.getMessage());
        }
    }

    Connection open() throws SQLException {
        return DriverManager.getConnection(jdbcUrl);
    }
}
