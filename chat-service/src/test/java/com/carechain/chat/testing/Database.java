package com.carechain.chat.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The tests' own view of PostgreSQL: to look behind the service, and to change what only time or another replica would. */
public final class Database {
    private Database() {}

    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                LocalParts.postgres().jdbcUrl(),
                LocalParts.postgres().user(),
                LocalParts.postgres().password());
    }

    public static int update(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static long number(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof UUID[] ids) statement.setArray(i + 1, connection.createArrayOf("uuid", ids));
            else statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** As if the message had been sent that much earlier, e.g. {@code 16 minutes}. */
    public static void age(String messageId, String interval) {
        update(
                "update message set created_at = created_at - ?::interval where id = ?",
                interval,
                UUID.fromString(messageId));
    }

    /** What an operator does: the user is no member any more. */
    public static void remove(String user, String room) {
        update("""
                with moved as (update room set rev = rev + 1, room_rev = rev + 1 where id = ?)
                update member set left_at = now() where room_id = ? and user_id = ?""", UUID.fromString(room), UUID.fromString(room), user);
    }

    /** A committed message whose hint never arrives: as from another replica while Redis is down. */
    public static void storeSilently(String room, String sender, String content) {
        update("""
                with r as (
                    update room set last_seq = last_seq + 1, rev = rev + 1, updated_at = now() where id = ? returning *)
                insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
                select id, last_seq, gen_random_uuid(), rev, rev, ?, gen_random_uuid(), 'text', ?, now() from r""", UUID.fromString(room), sender, content);
    }
}
