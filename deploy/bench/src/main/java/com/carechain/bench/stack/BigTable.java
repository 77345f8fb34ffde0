package com.carechain.bench.stack;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One user with 2,000 rooms, one with 20, and a million messages in all of them, written past the services: through them it would
 * take minutes. Made once per database.
 */
public final class BigTable {

    public static final int MESSAGES = 1_000_000;
    public static final int MANY_ROOMS = 2000;
    public static final int FEW_ROOMS = 20;

    private static final String MANY = "bench-many";
    private static final String FEW = "bench-few";
    private static final int LIMIT_SECONDS = 300;

    private final Table table;
    private final int messagesPerRoom;

    public BigTable(Table table, int messages) {
        this.table = table;
        this.messagesPerRoom = Math.max(10, messages / (MANY_ROOMS + FEW_ROOMS));
    }

    public static People.Person many() {
        return new People.Person(MANY, "Many Rooms", "employer");
    }

    public static People.Person few() {
        return new People.Person(FEW, "Few Rooms", "employer");
    }

    public void fill() {
        if (table.number("select count(*) from member where user_id = ?", MANY) > 0) {
            return;
        }
        try (Connection connection = table.open();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(LIMIT_SECONDS);
            connection.setAutoCommit(false);
            rooms(statement, MANY, MANY_ROOMS);
            rooms(statement, FEW, FEW_ROOMS);
            messages(statement);
            connection.commit();
            connection.setAutoCommit(true);
            // What autovacuum does within a minute.
            statement.execute("vacuum analyze room, member, message");
        } catch (SQLException e) {
            throw new NotMeasurable("The big table could not be filled: " + e.getMessage());
        }
    }

    /** Each room with another candidate, a few of its messages unread by the user. */
    private void rooms(Statement statement, String user, int count) throws SQLException {
        statement.execute("""
                with made as (
                    insert into room (id, job_id, job_title, last_seq, rev, created_at, updated_at)
                    select gen_random_uuid(), 'bench-job', 'Benchmark', %1$d, %1$d, now() - interval '30 days', now() - n * interval '1 minute'
                    from generate_series(1, %2$d) n
                    returning id, date_trunc('hour', updated_at, 'UTC') as hour)
                insert into member (room_id, user_id, role, name, active_hour, read_seq, delivered_seq)
                select id, '%3$s', 'employer', 'Employer', hour, %1$d - abs(hashtext(id::text)) %% 5, %1$d from made
                union all
                select id, 'c-' || id, 'candidate', 'Candidate', hour, %1$d, %1$d from made""".formatted(messagesPerRoom, count, user));
    }

    /** In the order in which a real table grows: the rooms take turns. */
    private void messages(Statement statement) throws SQLException {
        statement.execute("""
                insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
                select m.room_id, n, gen_random_uuid(), n, n, case when n %% 2 = 0 then m.user_id else 'c-' || m.room_id end,
                       gen_random_uuid(), 'text', repeat('Could you come in on Thursday? ', 3), now() - (%1$d - n) * interval '1 minute'
                from generate_series(1, %1$d) n, member m
                where m.user_id in ('%2$s', '%3$s')
                order by n""".formatted(messagesPerRoom, MANY, FEW));
    }
}
