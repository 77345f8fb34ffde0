package com.carechain.chat.room;

import com.carechain.chat.problem.QueryText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Rooms regardless of who asks: for administrators. Joins the caller's transaction.
 *
 * <p>The list looks at every row of {@code room}: an index on {@code updated_at} would be written with every message, a scan is paid by
 * the few who look. A user's and an application's rooms come from indexes that are there anyway.
 */
@ApplicationScoped
public class AllRooms {
    private final DataSource database;

    AllRooms(DataSource database) {
        this.database = database;
    }

    /** @param nextCursor goes into {@link RoomQuery#cursor()}; null at the end */
    public record Page(List<WholeRoom> rooms, @Nullable String nextCursor) {}

    public Optional<WholeRoom> read(UUID id) throws SQLException {
        return read(List.of(id)).stream().findFirst();
    }

    /** In no order; what does not exist is left out. */
    public List<WholeRoom> read(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) return List.of();
        Sql sql = new Sql().and("r.id = any(?)", (Object) ids.toArray(UUID[]::new));
        return query(sql, ids.size());
    }

    public Page page(RoomQuery asked) throws SQLException {
        List<WholeRoom> found = query(where(asked), asked.limit() + 1);
        if (found.size() <= asked.limit()) return new Page(found, null);
        WholeRoom last = found.get(asked.limit() - 1);
        return new Page(found.subList(0, asked.limit()), new TimeCursor(last.updatedAt(), last.id()).encoded());
    }

    /** Closes or reopens. The room's new rev; empty: it has that status already, or does not exist. */
    public Optional<Long> setStatus(UUID id, String status, Instant at) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        with changed as (
                            update room set status = ?, rev = rev + 1, room_rev = rev + 1, updated_at = greatest(updated_at, ?)
                            where id = ? and status <> ? returning id, rev),
                        told as (
                            insert into outbox (room_id, type, rev, created_at) select id, 'room-updated', rev, ? from changed)
                        select rev from changed""")) {
            statement.setString(1, status);
            statement.setObject(2, at.atOffset(ZoneOffset.UTC));
            statement.setObject(3, id);
            statement.setString(4, status);
            statement.setObject(5, at.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** @param messages ever stored, tombstones too: {@code seq} has no holes */
    public record Totals(long active, long closed, long messages) {}

    public Totals totals() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select count(*) filter (where status = 'active'), count(*) filter (where status = 'closed'),
                               coalesce(sum(last_seq), 0) from room""");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Totals(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    // --- the question as SQL

    /** Conditions and their parameters, in step. */
    private static final class Sql {
        final StringBuilder where = new StringBuilder("true");
        final List<Object> parameters = new ArrayList<>();

        Sql and(String condition, Object... values) {
            where.append(" and ").append(condition);
            parameters.addAll(List.of(values));
            return this;
        }
    }

    private static Sql where(RoomQuery asked) {
        Sql sql = new Sql();
        if (asked.status() != null) sql.and("r.status = ?", asked.status());
        if (asked.job() != null) sql.and("r.job_id = ?", asked.job());
        if (asked.user() != null) sql.and("r.id in (select m.room_id from member m where m.user_id = ?)", asked.user());
        // a room's id follows from its application: see RoomId
        if (asked.application() != null) sql.and("r.id = ?", RoomId.ofApplication(asked.application()));
        if (asked.from() != null) sql.and("r.updated_at >= ?", asked.from().atOffset(ZoneOffset.UTC));
        if (asked.to() != null) sql.and("r.updated_at < ?", asked.to().atOffset(ZoneOffset.UTC));
        if (asked.text() != null) text(sql, asked.text());
        if (asked.cursor() != null) {
            TimeCursor after = TimeCursor.decoded(asked.cursor());
            sql.and("(r.updated_at, r.id) < (?, ?)", after.at().atOffset(ZoneOffset.UTC), after.id());
        }
        return sql;
    }

    private static void text(Sql sql, String text) {
        String like = QueryText.likeAnywhere(text.toLowerCase(Locale.ROOT));
        sql.and("""
                (lower(r.job_title) like ? escape '!' or r.job_id = ? or r.application_id = ? or r.id::text = ? or r.id in (
                    select m.room_id from member m where m.user_id = ? or lower(m.name) like ? escape '!'))""", like, text, text, text.toLowerCase(Locale.ROOT), text, like);
    }

    private List<WholeRoom> query(Sql sql, int limit) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("""
                        select %s from room r where %s order by r.updated_at desc, r.id desc limit ?""".formatted(WholeRooms.COLUMNS, sql.where))) {
            int p = 1;
            for (Object parameter : sql.parameters) {
                if (parameter instanceof UUID[] ids) statement.setArray(p++, connection.createArrayOf("uuid", ids));
                else statement.setObject(p++, parameter);
            }
            statement.setInt(p, limit);
            try (ResultSet row = statement.executeQuery()) {
                return WholeRooms.read(connection, row);
            }
        }
    }
}
