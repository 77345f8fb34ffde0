package com.carechain.local.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the three servers to those who start them. */
class ServersTest {

    @TempDir
    Path dir;

    @Test
    void postgresKeepsItsRowsWhenItIsKilledAndStartedAgainOnTheSamePort() throws Exception {
        // Given
        PostgresServer first = PostgresServer.start(dir, 0);
        execute(first, "create table note (text varchar)");
        execute(first, "insert into note values ('kept')");

        // When
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> !first.isAlive());
        try (PostgresServer second = PostgresServer.start(dir, first.port())) {

            // Then
            assertEquals(first.jdbcUrl(), second.jdbcUrl());
            assertEquals("kept", query(second, "select text from note"));
        }
    }

    @Test
    void postgresCommitsAsDurablyAsInProduction() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(dir, 0)) {
            assertEquals("on", query(postgres, "show fsync"));
            assertEquals("on", query(postgres, "show synchronous_commit"));
            assertEquals("200", query(postgres, "show max_connections"));
            assertNotEquals("", query(postgres, "select count(*)::text from pg_stat_statements"));
        }
    }

    @Test
    void postgresForLoadHasItsWalBeforehandAndMakesItOnce() throws Exception {
        String segment = "select pg_walfile_name(pg_current_wal_lsn())";
        String segments = "select count(*)::text from pg_ls_waldir()";
        String last;
        try (PostgresServer first = PostgresServer.startForLoad(dir, 0)) {
            execute(first, "checkpoint");
            assertTrue(Integer.parseInt(query(first, segments)) >= PostgresServer.SEGMENTS);
            last = query(first, segment);
        }
        try (PostgresServer second = PostgresServer.startForLoad(dir, 0)) {
            assertTrue(Integer.parseInt(query(second, segments)) >= PostgresServer.SEGMENTS);
            assertEquals(last, query(second, segment));
        }
    }

    @Test
    void redisAnswersAgainOnTheSamePort() {
        RedisServer first = RedisServer.start(dir, 0);
        first.close();
        assertFalse(first.isAlive());
        try (RedisServer second = RedisServer.start(dir, first.port())) {
            assertEquals("redis://127.0.0.1:" + first.port(), second.url());
            assertTrue(second.isAlive());
        }
    }

    @Test
    void kafkaKeepsItsTopicsOverARestart() throws Exception {
        // Given
        KafkaServer first = KafkaServer.start(dir, 0);
        KafkaTopics.ensure(first.bootstrap(), 3, List.of("letters"));

        // When
        first.close();
        try (KafkaServer second = KafkaServer.start(dir, first.port());
                Admin admin = Admin.create(Map.of("bootstrap.servers", second.bootstrap()))) {

            // Then
            assertEquals(
                    3,
                    admin.describeTopics(List.of("letters"))
                            .allTopicNames()
                            .get(20, TimeUnit.SECONDS)
                            .get("letters")
                            .partitions()
                            .size());
        }
    }

    @Test
    void aTakenPortIsSaidInTheMessage() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            for (Runnable start : List.<Runnable>of(
                    () -> PostgresServer.start(dir, port),
                    () -> RedisServer.start(dir, port),
                    () -> KafkaServer.start(dir, port))) {
                var failure = assertThrows(ServerStartFailed.class, start::run);
                assertTrue(failure.getMessage().contains("port " + port + " is taken"), failure.getMessage());
            }
        }
    }

    @Test
    void aPostmasterLeftBehindIsEndedByTheNextStart() throws Exception {
        // Given
        PostgresServer first = PostgresServer.start(dir, 0);

        // When
        try (PostgresServer second = PostgresServer.start(dir, 0)) {

            // Then
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !first.isAlive());
            assertEquals("1", query(second, "select 1"));
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
