package com.carechain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The schema's way from nothing, and from a database that a first release has filled. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class MigrationTest {
    private static final String FILL = """
            insert into room (id, application_id, job_id, job_title, last_seq, rev, created_at, updated_at)
            select ('00000000-0000-8000-8000-' || lpad(to_hex(r), 12, '0'))::uuid, 'app-' || r, 'job', 'Nurse', 50, 51, now() - interval '40 days', now() - r * interval '7 minutes'
            from generate_series(1, 200) r;
            insert into member (room_id, user_id, role, name, read_seq, delivered_seq)
            select id, 'ana', 'candidate', 'Ana', 10, 20 from room union all
            select id, 'mercy', 'employer', 'Mercy', 0, 0 from room;
            insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
            select id, s, gen_random_uuid(), s, s, 'ana', gen_random_uuid(), 'text', 'message ' || s, now()
            from room, generate_series(1, 50) s;
            insert into outbox (room_id, type, rev, seq, created_at) select id, 'message-created', 50, 50, now() from room""";

    @Test
    void anEmptyDatabaseBecomesTheSchema() throws SQLException {
        // Given
        String url = newDatabase();

        // When
        flyway(url, "latest").migrate();

        // Then: complete, and nothing more to do
        flyway(url, "latest").validate();
        assertThat(flyway(url, "latest").migrate().migrationsExecuted).isZero();
        assertThat(number(
                        url,
                        "select count(*) from pg_tables where tablename in ('room', 'member', 'message', 'outbox')"))
                .isEqualTo(4);
    }

    @Test
    void aFilledFirstReleaseKeepsEverything() throws SQLException {
        // Given
        String url = newDatabase();
        flyway(url, "1").migrate();
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);
        }

        // When
        flyway(url, "latest").migrate();

        // Then
        flyway(url, "latest").validate();
        assertThat(number(url, "select count(*) from room where last_seq = 50 and rev = 51"))
                .isEqualTo(200);
        assertThat(number(url, "select count(*) from member where read_seq <= delivered_seq"))
                .isEqualTo(400);
        assertThat(number(url, "select count(*) from message where content = 'message ' || seq"))
                .isEqualTo(10_000);
        assertThat(number(url, "select count(*) from outbox")).isEqualTo(200);
        assertThat(number(url, """
                        select count(*) from member m join room r on r.id = m.room_id
                        where m.active_hour = date_trunc('hour', r.updated_at, 'UTC')""")).isEqualTo(400);
    }

    @Test
    void idempotencyIsKeptByTheSchemaItself() throws SQLException {
        // Given
        String url = newDatabase();
        flyway(url, "latest").migrate();
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);

            // When / Then
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> statement.execute("""
                            insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
                            select room_id, 51, gen_random_uuid(), 52, 52, sender_id, client_id, type, content, now()
                            from message limit 1"""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("message_by_client");
        }
    }

    private static Flyway flyway(String url, String target) {
        return Flyway.configure()
                .dataSource(
                        url, LocalParts.postgres().user(), LocalParts.postgres().password())
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private static String newDatabase() {
        String name = "m" + UUID.randomUUID().toString().replace("-", "");
        Database.update("create database " + name);
        return LocalParts.postgres().jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(
                url, LocalParts.postgres().user(), LocalParts.postgres().password());
    }

    private static long number(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
