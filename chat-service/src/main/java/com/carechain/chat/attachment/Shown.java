package com.carechain.chat.attachment;

import com.carechain.chat.ops.ScriptResource;
import com.carechain.chat.wire.AttachmentView;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attachments as part of messages: for {@code message}, in its own connections and transactions. */
public final class Shown {
    private static final String CLAIM = ScriptResource.read("sql/claim-attachments.sql");
    private static final String READ = "select a.* from unnest(?::uuid[], ?::uuid[]) as m (room_id, message_id)"
            + " join attachment a on a.room_id = m.room_id and a.message_id = m.message_id";

    private Shown() {}

    /** A message that shows attachments. */
    public record Key(UUID roomId, UUID messageId) {}

    /**
     * A message that is being stored wants this upload.
     *
     * @param n        of the message in its batch
     * @param position among the message's attachments
     */
    public record Claim(int n, UUID roomId, UUID messageId, String senderId, UUID attachmentId, int position) {}

    /** By n, in order of position; a claim that may not be fulfilled is missing. */
    public static Map<Integer, List<AttachmentView>> claim(Connection connection, List<Claim> claims)
            throws SQLException {
        Map<Integer, List<Attachment>> claimed = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setArray(1, array(connection, "int4", claims, Claim::n));
            statement.setArray(2, array(connection, "uuid", claims, Claim::roomId));
            statement.setArray(3, array(connection, "uuid", claims, Claim::messageId));
            statement.setArray(4, array(connection, "text", claims, Claim::senderId));
            statement.setArray(5, array(connection, "uuid", claims, Claim::attachmentId));
            statement.setArray(6, array(connection, "int4", claims, Claim::position));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    claimed.computeIfAbsent(row.getInt("n"), n -> new ArrayList<>())
                            .add(Attachment.of(row));
            }
        }
        return views(claimed);
    }

    /** In order of position; a message without any is missing. */
    public static Map<Key, List<AttachmentView>> by(Connection connection, Collection<Key> messages)
            throws SQLException {
        if (messages.isEmpty()) return Map.of();
        Map<Key, List<Attachment>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, array(connection, "uuid", messages, Key::roomId));
            statement.setArray(2, array(connection, "uuid", messages, Key::messageId));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Key key = new Key(row.getObject("room_id", UUID.class), row.getObject("message_id", UUID.class));
                    found.computeIfAbsent(key, k -> new ArrayList<>()).add(Attachment.of(row));
                }
            }
        }
        return views(found);
    }

    private static <K> Map<K, List<AttachmentView>> views(Map<K, List<Attachment>> found) {
        Map<K, List<AttachmentView>> views = new HashMap<>();
        found.forEach((key, files) -> {
            files.sort(Comparator.comparingInt(Attachment::position));
            views.put(key, files.stream().map(Attachment::view).toList());
        });
        return views;
    }

    private static <T> Array array(
            Connection connection, String type, Collection<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }
}
