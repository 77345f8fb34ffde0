package com.carechain.chat.admin;

import com.carechain.chat.wire.Person;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** All SQL about the audit. Joins the caller's transaction: what is not recorded does not happen. */
@ApplicationScoped
class Audit {
    private final DataSource database;
    private final ObjectMapper json;
    private final InstantSource clock;

    Audit(DataSource database, ObjectMapper json, InstantSource clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** What is about to be recorded; the database gives it its id. */
    record Entry(
            Action action,
            @Nullable UUID room,
            @Nullable UUID message,
            @Nullable String reason,
            Details details) {
        static Entry of(Action action, Details details) {
            return new Entry(action, null, null, null, details);
        }

        static Entry about(UUID room, Action action, Details details) {
            return new Entry(action, room, null, null, details);
        }
    }

    /** @return when, as recorded */
    Instant record(Operator who, Entry entry) throws SQLException {
        Instant at = clock.instant();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        insert into admin_audit (at, actor_id, actor_name, action, room_id, message_id, reason, details, address)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)""")) {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setString(2, who.id());
            statement.setString(3, who.name());
            statement.setString(4, entry.action.wire());
            statement.setObject(5, entry.room);
            statement.setObject(6, entry.message);
            statement.setString(7, entry.reason);
            statement.setString(8, written(entry.details));
            statement.setString(9, who.address());
            statement.executeUpdate();
            return at;
        }
    }

    private String written(Details details) {
        try {
            return json.writeValueAsString(details.fields());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Newest first. */
    List<AuditLine> page(AuditQuery asked, int limit) throws SQLException {
        StringBuilder sql = new StringBuilder("""
                select id, at, actor_id, actor_name, action, room_id, message_id, reason, details::text as details, address
                from admin_audit where true""");
        List<Object> parameters = new ArrayList<>();
        and(sql, parameters, " and actor_id = ?", asked.actor());
        and(sql, parameters, " and room_id = ?", asked.room());
        and(sql, parameters, " and at >= ?", utc(asked.from()));
        and(sql, parameters, " and at < ?", utc(asked.to()));
        and(sql, parameters, " and id < ?", asked.before());
        if (!asked.actions().isEmpty())
            and(
                    sql,
                    parameters,
                    " and action = any(?)",
                    asked.actions().stream().map(Action::wire).toArray(String[]::new));
        sql.append(" order by id desc limit ?");
        parameters.add(limit);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) instanceof String[] names)
                    statement.setArray(i + 1, connection.createArrayOf("text", names));
                else statement.setObject(i + 1, parameters.get(i));
            }
            List<AuditLine> lines = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) lines.add(line(row));
            }
            return lines;
        }
    }

    private static void and(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value == null) return;
        sql.append(condition);
        parameters.add(value);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static AuditLine line(ResultSet row) throws SQLException {
        return new AuditLine(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Person(row.getString("actor_id"), row.getString("actor_name")),
                Action.of(row.getString("action")).orElseThrow(),
                row.getObject("room_id", UUID.class),
                row.getObject("message_id", UUID.class),
                row.getString("reason"),
                row.getString("details"),
                row.getString("address"));
    }

    /** By message; who took the words away first. */
    Map<UUID, Redaction> redactions(UUID room, Collection<UUID> messages) throws SQLException {
        Map<UUID, Redaction> found = new HashMap<>();
        if (messages.isEmpty()) return found;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select message_id, actor_id, actor_name, at, reason from admin_audit
                        where room_id = ? and message_id = any(?) and action = 'message_redacted'
                          and not details ?? 'unchanged' order by id""")) {
            statement.setObject(1, room);
            statement.setArray(2, connection.createArrayOf("uuid", messages.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    found.putIfAbsent(
                            row.getObject("message_id", UUID.class),
                            new Redaction(
                                    new Person(row.getString("actor_id"), row.getString("actor_name")),
                                    row.getObject("at", OffsetDateTime.class).toInstant(),
                                    row.getString("reason")));
            }
        }
        return found;
    }
}
