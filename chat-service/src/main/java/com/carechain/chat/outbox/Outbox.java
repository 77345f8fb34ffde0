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

    private static final String OLDEST = """
            select o.id, coalesce(o.room_id, m.room_id) as room_id, o.type, coalesce(o.rev, m.rev) as rev,
                   coalesce(o.seq, m.seq) as seq, o.user_id, o.created_at, o.trace
            from (select o.*, sum(coalesce(cardinality(room_ids), 1)) over (order by id) - coalesce(cardinality(room_ids), 1) as before
                  from (select * from outbox order by id limit ?) o) o
            left join lateral unnest(o.room_ids, o.revs, o.seqs) with ordinality as m (room_id, rev, seq, n) on true
            where o.before < ?
            order by o.id, m.n""";

    private final DataSource database;

    Outbox(DataSource database) {
        this.database = database;
    }

    /** Sends one batch elsewhere. @throws Exception it was not sent: the rows stay */
    interface Sending {
        void send(List<OutboxRow> rows) throws Exception;
    }

    /**
     * Hands the oldest events to the sending and deletes them if it succeeds. How many; 0 also while another replica relays.
     *
     * @param enough when there are more, at least as many are taken, and at most 127 more: the new messages of a row stay together
     */
    int relay(int enough, Sending sending) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!lock(connection)) return 0;
                List<OutboxRow> rows = oldest(connection, enough);
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

    private static List<OutboxRow> oldest(Connection connection, int enough) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
            statement.setInt(1, enough);
            statement.setInt(2, enough);
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
                            "int8", rows.stream().map(OutboxRow::id).distinct().toArray()));
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
