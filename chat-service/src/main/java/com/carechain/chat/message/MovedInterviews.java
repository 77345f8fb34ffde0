package com.carechain.chat.message;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ScriptResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The one statement that tells an interview as moved; see {@code sql/retell-moved-interviews.sql}. */
@ApplicationScoped
class MovedInterviews {
    private static final String RETELL = ScriptResource.read("sql/retell-moved-interviews.sql");
    private final int contentCharacters;

    MovedInterviews(ChatConfig config) {
        this.contentCharacters = config.limits().contentCharacters();
    }

    /** A message about an interview that this transaction has stored, and its words should the interview have moved. */
    record Told(MessageLookup.Place place, ApplicationMessages.Moved ifMoved) {}

    /** What a message says now. */
    record Words(String content, String card) {}

    /** In the transaction that stored them. Those of them that say something else now. */
    Map<MessageLookup.Place, Words> retell(Connection connection, List<Told> told) throws SQLException {
        if (told.isEmpty()) return Map.of();
        try (PreparedStatement statement = connection.prepareStatement(RETELL)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", told.stream().map(t -> t.place().roomId()).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", told.stream().map(t -> t.place().seq()).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", told.stream().map(t -> t.ifMoved().before()).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", told.stream().map(t -> t.ifMoved().after()).toArray()));
            statement.setInt(5, contentCharacters);
            Map<MessageLookup.Place, Words> retold = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    retold.put(
                            new MessageLookup.Place(row.getObject("room_id", UUID.class), row.getLong("seq")),
                            new Words(row.getString("content"), row.getString("card")));
            }
            return retold;
        }
    }
}
