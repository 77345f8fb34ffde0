package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** How much a user uploads on a day, over all replicas; all SQL about {@code attachment_quota}. */
@ApplicationScoped
class Quotas {
    /** Takes what is asked for, or nothing: the row's lock decides among uploads at the same time. */
    private static final String TAKE = """
            insert into attachment_quota as q (user_id, day, uploads, bytes) values (?, ?, 1, ?)
            on conflict (user_id, day) do update set uploads = q.uploads + 1, bytes = q.bytes + excluded.bytes
            where q.uploads < ? and q.bytes + excluded.bytes <= ?""";

    private final DataSource database;
    private final InstantSource clock;
    private final long uploads;
    private final long bytes;

    Quotas(DataSource database, InstantSource clock, ChatConfig config) {
        this.database = database;
        this.clock = clock;
        this.uploads = unlimitedIfZero(config.attachments().uploadsPerDay());
        this.bytes = unlimitedIfZero(config.attachments().bytesPerDay());
    }

    private static long unlimitedIfZero(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** Early, before the body is read: whether so many more bytes have a chance. @throws Refusal 429 */
    void check(String userId, long more) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select uploads, bytes from attachment_quota where user_id = ? and day = ?")) {
            statement.setString(1, userId);
            statement.setObject(2, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                boolean isFirst = !row.next();
                long used = isFirst ? 0 : row.getLong("bytes");
                if (!isFirst && row.getInt("uploads") >= uploads || more > bytes - used) throw exceeded();
            }
        }
    }

    /** @throws Refusal 429 */
    void take(Connection transaction, String userId, LocalDate day, long size) throws SQLException {
        if (size > bytes) throw exceeded();
        try (PreparedStatement statement = transaction.prepareStatement(TAKE)) {
            statement.setString(1, userId);
            statement.setObject(2, day);
            statement.setLong(3, size);
            statement.setLong(4, uploads);
            statement.setLong(5, bytes);
            if (statement.executeUpdate() == 0) throw exceeded();
        }
    }

    void giveBack(Connection connection, String userId, LocalDate day, long size) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update attachment_quota set uploads = uploads - 1, bytes = bytes - ? where user_id = ? and day = ?")) {
            statement.setLong(1, size);
            statement.setString(2, userId);
            statement.setObject(3, day);
            statement.executeUpdate();
        }
    }

    void forget(LocalDate before) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("delete from attachment_quota where day < ?")) {
            statement.setObject(1, before);
            statement.executeUpdate();
        }
    }

    private Refusal exceeded() {
        Instant now = clock.instant();
        Instant midnight = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return Refusal.retry(
                Code.QUOTA_EXCEEDED,
                "A user may upload " + said(uploads) + " files and " + said(bytes) + " bytes per day (UTC).",
                Duration.between(now, midnight));
    }

    private static String said(long limit) {
        return limit == Long.MAX_VALUE ? "any number of" : String.valueOf(limit);
    }
}
