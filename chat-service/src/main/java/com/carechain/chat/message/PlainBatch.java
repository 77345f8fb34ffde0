package com.carechain.chat.message;

import com.carechain.chat.ops.ScriptResource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The common case of {@link MessageBatch}; see {@code sql/store-plain-messages.sql}, and for a message alone {@code sql/store-one-message.sql}. */
@Singleton
class PlainBatch {
    private static final String STORE = ScriptResource.read("sql/store-plain-messages.sql");
    private static final String STORE_ONE = ScriptResource.read("sql/store-one-message.sql");
    /** A message sent before; one whose room is closed or gone, or whose sender is no member. */
    private static final Set<String> NOT_PLAIN = Set.of("23505", "23502");

    static boolean isPlain(Draft draft) {
        return draft.type().equals("text")
                && draft.card() == null
                && draft.replyTo() == null
                && draft.event() == null
                && draft.trace() == null;
    }

    /** Stores all and commits. Null: nothing was stored, because not all of them may be. */
    Outcome @Nullable [] store(Connection connection, List<Draft> drafts, Instant at) throws SQLException {
        try {
            return drafts.size() == 1 ? one(connection, drafts.getFirst(), at) : several(connection, drafts, at);
        } catch (SQLException e) {
            if (NOT_PLAIN.contains(e.getSQLState())) return null;
            throw e;
        }
    }

    private static Outcome @Nullable [] one(Connection connection, Draft draft, Instant at) throws SQLException {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(STORE_ONE)) {
            int p = 1;
            statement.setObject(p++, now);
            statement.setObject(p++, draft.roomId());
            statement.setString(p++, draft.sender().id());
            statement.setObject(p++, draft.id());
            statement.setString(p++, draft.sender().id());
            statement.setObject(p++, draft.clientKey());
            statement.setString(p++, draft.content());
            statement.setObject(p++, now);
            statement.setObject(p++, now);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Outcome[] {stored(draft, row.getLong(1), row.getLong(2), at)} : null;
            }
        }
    }

    private static Outcome[] several(Connection connection, List<Draft> drafts, Instant at) throws SQLException {
        Map<UUID, Integer> rooms = new LinkedHashMap<>();
        int[] nth = new int[drafts.size()];
        for (int i = 0; i < nth.length; i++) nth[i] = rooms.merge(drafts.get(i).roomId(), 1, Integer::sum);
        int[] counts = rooms.values().stream().mapToInt(Integer::intValue).toArray();
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            int p = 1;
            statement.setObject(p++, literal(drafts, Draft::roomId), Types.OTHER);
            statement.setObject(p++, nth);
            statement.setObject(p++, literal(drafts, Draft::id), Types.OTHER);
            statement.setArray(p++, connection.createArrayOf("text", texts(drafts, d -> d.sender()
                    .id())));
            statement.setObject(p++, literal(drafts, Draft::clientKey), Types.OTHER);
            statement.setArray(p++, connection.createArrayOf("text", texts(drafts, Draft::content)));
            statement.setObject(p++, literal(List.copyOf(rooms.keySet()), Function.identity()), Types.OTHER);
            statement.setObject(p++, counts);
            for (int times = 0; times < 3; times++) statement.setObject(p++, now);
            return outcomes(statement, drafts, at);
        }
    }

    /** An array of uuid as PostgreSQL reads it; the driver has no binary form for one, and its text form quotes each. */
    private static <T> String literal(List<T> values, Function<T, UUID> id) {
        StringBuilder text = new StringBuilder(values.size() * 37 + 2).append('{');
        for (T value : values) text.append(text.length() == 1 ? "" : ",").append(id.apply(value));
        return text.append('}').toString();
    }

    /** As strings and not objects: only then the driver sends them as they are, in binary. */
    private static String[] texts(List<Draft> drafts, Function<Draft, String> column) {
        return drafts.stream().map(column).toArray(String[]::new);
    }

    private static Outcome[] outcomes(PreparedStatement statement, List<Draft> drafts, Instant at) throws SQLException {
        Outcome[] outcomes = new Outcome[drafts.size()];
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                int i = row.getInt(1) - 1;
                outcomes[i] = stored(drafts.get(i), row.getLong(2), row.getLong(3), at);
            }
        }
        return outcomes;
    }

    private static Outcome stored(Draft draft, long seq, long rev, Instant at) {
        return new Outcome.Stored(draft.id(), seq, rev, at, false, List.of());
    }
}
