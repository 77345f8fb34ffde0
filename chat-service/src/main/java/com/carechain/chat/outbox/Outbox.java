package com.carechain.chat.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** All reading and clearing of the table {@code outbox}. */
@ApplicationScoped
class Outbox {
    /** Any number, the same for all replicas: who holds it relays, so that a room's events keep their order. */
    private static final long RELAY_LOCK = 0x0CA9_EC4A_14L;

    private final DataSource database;

    Outbox(DataSource database) {
        this.database = database;
    }

    /** Sends one batch elsewhere. @throws Exception it was not sent: the rows stay */
    interface Sending {
        void send(List<OutboxRow> rows) throws Exception;
    }

    /** Hands the oldest rows to the sending and deletes them if it succeeds. How many; 0 also while another replica relays. */
    int relay(int most, Sending sending) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!lock(connection)) return 0;
                List<OutboxRow> rows = oldest(connection, most);
                if (rows.isEmpty()) return 0;
                sending.send(rows);
                delete(connection, rows);
                connection.commit();
                return rows.size();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, RELAY_LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<OutboxRow> oldest(Connection connection, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select id, room_id, type, rev, seq, user_id, created_at, trace from outbox order by id limit ?")) {
            statement.setInt(1, most);
            List<OutboxRow> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    rows.add(new OutboxRow(
                            row.getLong("id"),
                            row.getObject("room_id", UUID.class),
                            row.getString("type"),
                            row.getLong("rev"),
                            row.getObject("seq", Long.class),
                            row.getString("user_id"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            row.getString("trace")));
            }
            return rows;
        }
    }

    private static void delete(Connection connection, List<OutboxRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from outbox where id = any(?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int8", rows.stream().map(OutboxRow::id).toArray()));
            statement.executeUpdate();
        }
    }

    /** Age of the oldest row in seconds; 0 when there is none. */
    double lagSeconds() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select coalesce(extract(epoch from now() - (select created_at from outbox order by id limit 1)), 0)");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Math.max(0, row.getDouble(1)) : 0;
        } catch (SQLException e) {
            return Double.NaN;
        }
    }
}
