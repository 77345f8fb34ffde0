package com.carechain.chat.message;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ScriptResource;
import com.carechain.chat.problem.Refusal;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores messages with one statement: {@link PlainBatch} when all are plain, else {@code sql/store-messages.sql}. */
@Singleton
class MessageBatch {
    private static final String STORE = ScriptResource.read("sql/store-messages.sql");
    private static final int ROOMS = 13;
    private final DataSource database;
    private final PlainBatch plain;
    private final boolean sendInClosedRooms;

    MessageBatch(DataSource database, PlainBatch plain, ChatConfig config) {
        this.database = database;
        this.plain = plain;
        this.sendInClosedRooms = config.messages().sendInClosedRooms();
    }

    /**
     * Stores all that may be stored and commits. Outcomes in the order of the drafts, which have different keys.
     *
     * @throws SQLException nothing was stored, or it is not known: writing the same drafts again is safe
     */
    Outcome[] store(List<Draft> drafts, Instant at) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (drafts.stream().allMatch(PlainBatch::isPlain)) {
                Outcome[] stored = plain.store(connection, drafts, at);
                if (stored != null) return stored;
            }
            return FileClaims.areIn(drafts)
                    ? FileClaims.store(connection, drafts, these -> store(connection, these, at))
                    : store(connection, drafts, at);
        }
    }

    /** The general way for messages without files, within the transaction of that connection if it has one. */
    Outcome[] store(Connection connection, List<Draft> drafts, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            Integer[] n = new Integer[drafts.size()];
            for (int i = 0; i < n.length; i++) n[i] = i;
            int p = 1;
            statement.setArray(p++, connection.createArrayOf("int4", n));
            statement.setArray(p++, array(connection, "uuid", drafts, Draft::roomId));
            statement.setArray(p++, array(connection, "uuid", drafts, Draft::id));
            statement.setArray(
                    p++, array(connection, "text", drafts, d -> d.sender().id()));
            statement.setArray(p++, array(connection, "uuid", drafts, Draft::clientKey));
            statement.setArray(p++, array(connection, "text", drafts, Draft::type));
            statement.setArray(p++, array(connection, "text", drafts, Draft::content));
            statement.setArray(p++, array(connection, "text", drafts, Draft::card));
            statement.setArray(p++, array(connection, "uuid", drafts, Draft::replyTo));
            statement.setArray(
                    p++,
                    array(
                            connection,
                            "int8",
                            drafts,
                            d -> d.event() == null ? null : d.event().version()));
            statement.setArray(
                    p++,
                    array(
                            connection,
                            "bool",
                            drafts,
                            d -> d.event() != null && d.event().closesRoom()));
            statement.setArray(p++, array(connection, "text", drafts, Draft::trace));
            statement.setArray(
                    ROOMS,
                    connection.createArrayOf(
                            "uuid",
                            drafts.stream().map(Draft::roomId).distinct().toArray()));
            statement.setBoolean(ROOMS + 1, sendInClosedRooms);
            statement.setObject(ROOMS + 2, at.atOffset(ZoneOffset.UTC));
            return outcomes(statement, drafts.size());
        }
    }

    private static Array array(
            Connection connection, String type, List<Draft> drafts, Function<Draft, @Nullable Object> column)
            throws SQLException {
        Object[] values = new Object[drafts.size()];
        for (int i = 0; i < values.length; i++) values[i] = column.apply(drafts.get(i));
        return connection.createArrayOf(type, values);
    }

    private static Outcome[] outcomes(PreparedStatement statement, int size) throws SQLException {
        Outcome[] outcomes = new Outcome[size];
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) outcomes[row.getInt("n")] = outcome(row);
        }
        return outcomes;
    }

    /** From a row with {@code id}, {@code seq}, {@code rev} and {@code created_at}. */
    static Outcome.Stored stored(ResultSet row, boolean duplicate) throws SQLException {
        return new Outcome.Stored(
                row.getObject("id", UUID.class),
                row.getLong("seq"),
                row.getLong("rev"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                duplicate,
                List.of());
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        return switch (verdict) {
            case "stored", "duplicate" -> stored(row, verdict.equals("duplicate"));
            case "late" -> new Outcome.Late();
            case "not_found" -> new Outcome.Refused(Refusal.roomNotFound());
            case "room_closed" -> new Outcome.Refused(Refusal.roomClosed());
            case "reply_to" -> new Outcome.Refused(Refusal.invalid("reply_to", "is not a message of this room"));
            default -> throw new IllegalStateException("verdict " + verdict);
        };
    }
}
