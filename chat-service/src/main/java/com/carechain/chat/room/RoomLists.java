package com.carechain.chat.room;

import com.carechain.chat.problem.QueryText;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Pages of a user's rooms, latest activity first. Without a filter only the hours are read that hold enough rooms
 * ({@code member.active_hour}), so a page costs the same for twenty rooms and for thousands; with one, all rooms of the user are looked
 * at.
 */
@Singleton
class RoomLists {
    private final DataSource database;

    RoomLists(DataSource database) {
        this.database = database;
    }

    List<Room> page(String user, RoomFilter filter) {
        List<Object> parameters = new ArrayList<>();
        String sql = sql(user, filter, parameters);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) statement.setObject(i + 1, parameters.get(i));
            try (ResultSet row = statement.executeQuery()) {
                return List.copyOf(RoomRow.rooms(row));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sql(String user, RoomFilter filter, List<Object> parameters) {
        StringBuilder where = new StringBuilder("m.user_id = ? and m.left_at is null");
        parameters.add(user);
        if (filter.status() != null) {
            where.append(" and r.status = ?");
            parameters.add(filter.status());
        }
        if (filter.text() != null) {
            where.append(" and ").append("""
                    (lower(r.job_title) like ? escape '!' or exists (select 1 from member o
                    where o.room_id = r.id and o.user_id <> ? and lower(o.name) like ? escape '!'))""");
            String like = QueryText.likeAnywhere(filter.text().toLowerCase(Locale.ROOT));
            parameters.addAll(List.of(like, user, like));
        }
        TimeCursor after = filter.after();
        if (after != null) {
            where.append(" and (r.updated_at, r.id) < (?, ?)");
            parameters.addAll(List.of(after.at().atOffset(ZoneOffset.UTC), after.id()));
        }
        if (filter.status() == null && filter.text() == null) hours(where, user, filter, parameters);
        parameters.add(filter.limit());
        return """
                with page as materialized (
                    select r.id from member m join room r on r.id = m.room_id where %s
                    order by r.updated_at desc, r.id desc limit ?)
                select %s from page join room r on r.id = page.id join member m on m.room_id = r.id
                order by r.updated_at desc, r.id desc, m.role""".formatted(where, RoomRow.COLUMNS);
    }

    /** The hours, back from the cursor's own, that hold as many rooms as the page may have. */
    private static void hours(StringBuilder where, String user, RoomFilter filter, List<Object> parameters) {
        TimeCursor after = filter.after();
        OffsetDateTime newest = after == null ? OffsetDateTime.MAX : after.at().atOffset(ZoneOffset.UTC);
        where.append(" and ").append("""
                m.active_hour <= ? and m.active_hour >= (select coalesce(min(active_hour), '-infinity') from (
                    select active_hour from member where user_id = ? and left_at is null and active_hour < date_trunc('hour', ?, 'UTC')
                    order by active_hour desc limit ?) enough)""");
        parameters.addAll(List.of(newest, user, newest, filter.limit()));
    }
}
