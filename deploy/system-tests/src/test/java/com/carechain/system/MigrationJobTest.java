package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.server.PostgresServer;
import com.carechain.local.stack.Program;
import com.carechain.local.stack.Settings;
import com.carechain.local.stack.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the Helm chart's migration Job relies on: chat-service with its variables migrates and ends. One story, on one database. */
@TestMethodOrder(OrderAnnotation.class)
class MigrationJobTest {
    private static final int LIMIT_SECONDS = 120;

    @TempDir
    private static Path directory;

    private static PostgresServer postgres;
    private static Program program;

    @BeforeAll
    static void start() {
        Path root = Path.of(System.getProperty("carechain.root"));
        boolean nativeImages = Settings.of(System.getenv(), 1).nativeImages();
        program = new Program(new StateDirectory(root, directory), "chat-service", nativeImages);
        program.copy();
        postgres = PostgresServer.start(directory.resolve("postgres"), 0);
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    @Order(1)
    void aPodDoesNotStartOnASchemaThatIsOlderThanItself() throws Exception {
        Process pod = pod("early");
        assertTrue(pod.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertNotEquals(0, pod.exitValue());
        assertTrue(log("early").contains("not applied"), log("early"));
    }

    @Test
    @Order(2)
    void twoMigrationsAtOnceMigrateOnceAndBothEndWell() throws Exception {
        // When
        List<Process> jobs = List.of(migration("first"), migration("second"));

        // Then
        for (Process job : jobs) {
            assertTrue(job.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, job.exitValue(), () -> log("first") + log("second"));
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) - count(distinct version), bool_and(success), to_regclass('message') is not null from flyway_schema_history")) {
            row.next();
            assertEquals(0, row.getInt(1));
            assertTrue(row.getBoolean(2));
            assertTrue(row.getBoolean(3));
        }
    }

    /** A request gives PostgreSQL up after ten seconds of silence; building an index may take longer. */
    @Test
    @Order(3)
    void aMigrationMayTakeLongerThanARequest() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Given
            connection.setAutoCommit(false);
            statement.execute("lock table flyway_schema_history in access exclusive mode");
            Process job = migration("slow");

            // When
            awaitWaiting();
            assertTrue(!job.waitFor(12, TimeUnit.SECONDS), () -> log("slow"));
            connection.commit();

            // Then
            assertTrue(job.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, job.exitValue(), () -> log("slow"));
        }
    }

    /** Somebody stands before the lock. */
    private static void awaitWaiting() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
                    row.next();
                    if (row.getInt(1) > 0) {
                        return;
                    }
                }
                assertTrue(System.nanoTime() < end, "Nobody came to the lock: " + log("slow"));
                Thread.sleep(100);
            }
        }
    }

    // --- the two ways to start, with the variables of the chart (k8s/carechain/charts/chat-service/templates)

    private static Process migration(String name) throws IOException {
        return service(
                name,
                Map.of(
                        "QUARKUS_INIT_AND_EXIT", "true",
                        "QUARKUS_FLYWAY_MIGRATE_AT_START", "true",
                        "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT", "1800"));
    }

    private static Process pod(String name) throws IOException {
        return service(
                name, Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false", "QUARKUS_FLYWAY_VALIDATE_AT_START", "true"));
    }

    private static Process service(String name, Map<String, String> more) throws IOException {
        var builder = new ProcessBuilder(program.command(64, List.of()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        var variables = new HashMap<>(more);
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        variables.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        variables.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        variables.put("QUARKUS_HTTP_PORT", "0");
        variables.put("QUARKUS_MANAGEMENT_PORT", "0");
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static String log(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
