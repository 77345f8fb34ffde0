package com.carechain.chat.message;

import com.carechain.chat.room.RoomService;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What is unread and unanswered over all rooms of a user. Counted anew only when one of the rooms has changed: whatever changes a count
 * raises its room's {@code rev} in the same transaction, so the revs of all rooms, folded into one number, say whether the last count
 * still holds. They are asked for every time; nothing here can be stale, on any number of replicas.
 */
@Singleton
class RoomTotals {
    private static final int MOST = 10_000;
    private static final String REVS = """
            select count(*), coalesce(bit_xor(hashint8extended(r.rev, uuid_hash_extended(r.id, 0))), 0)
            from member m join room r on r.id = m.room_id where m.user_id = ? and m.left_at is null""";
    /** Unread is one range per room that has any; whose turn it is, one backward step past system messages. */
    private static final String TOTALS = """
            select count(*) as rooms, count(*) filter (where u.n > 0) as rooms_unread, coalesce(sum(u.n), 0) as unread,
                   count(*) filter (where r.status = 'active' and l.sender_id <> m.user_id) as awaiting_reply
            from member m join room r on r.id = m.room_id
            left join lateral (
                select count(*) as n from message x where x.room_id = m.room_id and x.seq > m.read_seq
                and x.sender_id <> m.user_id and x.deleted_at is null and m.read_seq < r.last_seq) u on true
            left join lateral (
                select x.sender_id from message x where x.room_id = m.room_id and x.type <> 'system'
                order by x.seq desc limit 1) l on true
            where m.user_id = ? and m.left_at is null""";

    private final DataSource database;
    private final Cache<String, Counted> counted =
            Caffeine.newBuilder().maximumSize(MOST).build();

    RoomTotals(DataSource database) {
        this.database = database;
    }

    private record Revs(long rooms, long folded) {}

    /** @param revs as they were before it was counted */
    private record Counted(Revs revs, RoomService.Totals totals) {}

    RoomService.Totals of(String user) {
        try (Connection connection = database.getConnection()) {
            Revs now = revs(connection, user);
            Counted last = counted.getIfPresent(user);
            if (last != null && last.revs.equals(now)) return last.totals;
            RoomService.Totals totals = count(connection, user);
            counted.put(user, new Counted(now, totals));
            return totals;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Revs revs(Connection connection, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REVS)) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Revs(row.getLong(1), row.getLong(2));
            }
        }
    }

    private static RoomService.Totals count(Connection connection, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOTALS)) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RoomService.Totals(
                        row.getInt("rooms"),
                        row.getInt("rooms_unread"),
                        row.getLong("unread"),
                        row.getInt("awaiting_reply"));
            }
        }
    }
}
