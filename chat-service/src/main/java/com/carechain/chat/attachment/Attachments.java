package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Attachment.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** All SQL about the table {@code attachment}, but for what {@link Shown} does inside the transactions of messages. */
@ApplicationScoped
class Attachments {
    private static final String INSERT = """
            insert into attachment (room_id, id, uploader_id, name, content_type, size, sha256, width, height, thumbnail, status,
                                    created_at, unused_since)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** Takes what nobody else holds, for a while: a replica that dies meanwhile is followed by another one. */
    private static final String TAKE = """
            update attachment set %s held_until = ? where (room_id, id) in (
                select room_id, id from attachment where held_until < ? and %s limit ? for update skip locked)
            returning *""";

    private static final String DUE = TAKE.formatted("status = 'removing',", """
            unused_since is not null
              and (status = 'removing' or unused_since < case when message_id is null then ?::timestamptz else ?::timestamptz end)""");
    private static final String UNSCANNED = TAKE.formatted("", "status = 'pending' and created_at <= ?");

    private final DataSource database;
    private final Quotas quotas;

    Attachments(DataSource database, Quotas quotas) {
        this.database = database;
        this.quotas = quotas;
    }

    /** The row comes first, and with it the use of the quota. @throws com.carechain.chat.problem.Refusal 429 the quota is used up */
    void begin(Attachment a) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                quotas.take(connection, a.uploaderId(), day(a), a.size());
                insert(connection, a);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void insert(Connection connection, Attachment a) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            int p = 1;
            statement.setObject(p++, a.roomId());
            statement.setObject(p++, a.id());
            statement.setString(p++, a.uploaderId());
            statement.setString(p++, a.name());
            statement.setString(p++, a.contentType());
            statement.setLong(p++, a.size());
            statement.setBytes(p++, HexFormat.of().parseHex(a.sha256()));
            statement.setObject(p++, a.width());
            statement.setObject(p++, a.height());
            statement.setBoolean(p++, a.hasThumbnail());
            statement.setString(p++, a.status().wire());
            statement.setObject(p++, a.createdAt().atOffset(ZoneOffset.UTC));
            statement.setObject(p, a.createdAt().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** The bytes are there: a message may show it. False: it took so long that it was removed. */
    boolean stored(Attachment a, Status status, Instant heldUntil) throws SQLException {
        return update(
                        "update attachment set status = ?, held_until = ? where room_id = ? and id = ? and status = 'storing'",
                        status.wire(),
                        heldUntil,
                        a.roomId(),
                        a.id())
                > 0;
    }

    /** The bytes could not be stored: it counts no longer, and what there may be of it is removed. */
    void abandon(Attachment a) throws SQLException {
        try (Connection connection = database.getConnection()) {
            quotas.giveBack(connection, a.uploaderId(), day(a), a.size());
        }
        update(
                "update attachment set status = 'removing', held_until = '-infinity' where room_id = ? and id = ?",
                a.roomId(),
                a.id());
    }

    Optional<Attachment> find(UUID id) throws SQLException {
        return query("select * from attachment where id = ?", id).stream().findFirst();
    }

    /** Takes up to that many whose time is over. */
    List<Attachment> due(Instant now, Instant unusedBefore, Instant deletedBefore, Instant heldUntil, int limit)
            throws SQLException {
        return query(DUE, heldUntil, now, unusedBefore, deletedBefore, limit);
    }

    void removed(Attachment a) throws SQLException {
        update("delete from attachment where room_id = ? and id = ? and status = 'removing'", a.roomId(), a.id());
    }

    /** Takes up to that many that nobody scans. */
    List<Attachment> unscanned(Instant now, Instant heldUntil, int limit) throws SQLException {
        return query(UNSCANNED, heldUntil, now, now, limit);
    }

    /** Until then nobody takes it. */
    void hold(Attachment a, Instant until) throws SQLException {
        update("update attachment set held_until = ? where room_id = ? and id = ?", until, a.roomId(), a.id());
    }

    /** False: a message has come to show it meanwhile, or it is no longer pending. */
    boolean judgeUnused(Attachment a, Status status) throws SQLException {
        return update(
                        "update attachment set status = ? where room_id = ? and id = ? and status = 'pending' and message_id is null",
                        status.wire(),
                        a.roomId(),
                        a.id())
                > 0;
    }

    static void judge(Connection transaction, Attachment a, Status status) throws SQLException {
        update(
                transaction,
                "update attachment set status = ? where room_id = ? and id = ? and status = 'pending'",
                status.wire(),
                a.roomId(),
                a.id());
    }

    private static LocalDate day(Attachment a) {
        return LocalDate.ofInstant(a.createdAt(), ZoneOffset.UTC);
    }

    private int update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return update(connection, sql, parameters);
        }
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private List<Attachment> query(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            List<Attachment> found = new ArrayList<>();
            while (row.next()) found.add(Attachment.of(row));
            return found;
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++)
            statement.setObject(
                    i + 1, parameters[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : parameters[i]);
        return statement;
    }
}
