package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.Ports;
import com.carechain.local.process.StopSignal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A real PostgreSQL with the database {@code carechain}, on the loopback address. Commits are as durable as in
 * production ({@code fsync} and {@code synchronous_commit} are on). Started again on the same directory and port it
 * comes back with its data, also after a {@code kill -9}.
 */
public final class PostgresServer implements AutoCloseable {

    static final String NAME = "PostgreSQL";
    /** User and password, as in PostgreSQL's own documentation. Local connections need no password. */
    static final String ACCOUNT = "postgres";

    private static final String DATABASE = "carechain";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int ATTEMPTS_ON_FREE_PORTS = 3;

    private final ChildProcess process;
    private final int port;

    private PostgresServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Blocks until the database answers, at most a minute.
     *
     * @param dir holds the data ({@code data}) and the log ({@code postgres.log}); made when missing
     * @param port 0 for a free one
     * @throws ServerStartFailed with the end of the log
     */
    public static PostgresServer start(Path dir, int port) {
        if (port != 0) {
            return startOn(dir, port);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(dir, Ports.free());
            } catch (ServerStartFailed e) {
                if (attempt == ATTEMPTS_ON_FREE_PORTS || !e.logSays("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private static PostgresServer startOn(Path dir, int port) {
        Path home = dir.toAbsolutePath().normalize();
        Path log = home.resolve("postgres.log");
        PostgresAccount account = PostgresAccount.choose();
        PostgresPrograms programs = PostgresPrograms.unpackedIn(account.programs());
        StalePostmaster.end(home.resolve("data"));
        if (!Ports.isFree(port)) {
            throw new ServerStartFailed(NAME, "port " + port + " is taken by another program", log, null);
        }
        PostgresCluster.initialise(home, log, programs, account);
        var process = ChildProcess.start(new Launch(
                NAME,
                account.command(serverCommand(programs, home.resolve("data"), port)),
                Map.of(),
                home,
                log,
                StopSignal.INT,
                STOP_LIMIT));
        var server = new PostgresServer(process, port);
        try {
            server.awaitAnswer();
            server.createDatabase(programs);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static List<String> serverCommand(PostgresPrograms programs, Path data, int port) {
        List<String> command = new ArrayList<>(
                List.of(programs.program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        var settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                // No socket files: nothing but the port is needed, and their path may be too long.
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                // Several replicas, each with its own pool, and the tests beside them.
                "max_connections=200",
                "shared_buffers=64MB",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] %q%u@%d "));
        if (programs.hasLibrary("pg_stat_statements")) {
            settings.add("shared_preload_libraries=pg_stat_statements");
        }
        for (String setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    private void awaitAnswer() {
        SQLException[] last = new SQLException[1];
        boolean answers = Deadline.in(START_LIMIT).await(() -> {
            try (Connection ignored = connect("postgres")) {
                return true;
            } catch (SQLException e) {
                last[0] = e;
                return !process.isAlive();
            }
        });
        if (!process.isAlive()) {
            throw failed("it ended with code " + process.exitCode(), last[0]);
        }
        if (!answers) {
            throw failed("no answer on port " + port + " within " + START_LIMIT.toSeconds() + " s", last[0]);
        }
    }

    private void createDatabase(PostgresPrograms programs) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw failed("the database could not be created", e);
        }
        if (programs.hasLibrary("pg_stat_statements")) {
            try (Connection connection = connect(DATABASE);
                    Statement statement = connection.createStatement()) {
                statement.execute("create extension if not exists pg_stat_statements");
            } catch (SQLException e) {
                throw failed("pg_stat_statements could not be installed", e);
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", ACCOUNT);
        properties.setProperty("password", ACCOUNT);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "20");
        // The driver itself, not DriverManager: that one looks at class loaders, which differ under test.
        Connection connection = new Driver().connect(url(database), properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: " + url(database));
        }
        return connection;
    }

    private ServerStartFailed failed(String reason, @Nullable Throwable cause) {
        return new ServerStartFailed(NAME, reason, process.log(), cause);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String jdbcUrl() {
        return url(DATABASE);
    }

    public String user() {
        return ACCOUNT;
    }

    public String password() {
        return ACCOUNT;
    }

    public int port() {
        return port;
    }

    /** Of the main process (the postmaster). */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** For whoever wants to know when it ends, and with which exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    /** Ends all sessions and stops; the data stays. */
    @Override
    public void close() {
        process.close();
    }
}
