package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.StopSignal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with the database {@code carechain}, on the loopback address. Commits are as durable as in
 * production ({@code fsync} and {@code synchronous_commit} are on). Started again on the same directory and port it
 * comes back with its data, also after a {@code kill -9}.
 */
public final class PostgresServer implements AutoCloseable {

    static final String NAME = "PostgreSQL";
    /** User and password, as in PostgreSQL's own documentation. Local connections need no password. */
    static final String ACCOUNT = "postgres";

    /** Of 16 MiB: about as many as are written from one checkpoint to the next under load, each of which makes them the next ones. */
    static final int SEGMENTS = 32;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final ChildProcess process;
    private final PostgresDatabase database;

    private PostgresServer(ChildProcess process, PostgresDatabase database) {
        this.process = process;
        this.database = database;
    }

    /**
     * Blocks until the database answers, at most a minute.
     *
     * @param dir holds the data ({@code data}) and the log ({@code postgres.log}); made when missing
     * @param port 0 for a free one
     * @throws ServerStartFailed with the end of the log
     */
    public static PostgresServer start(Path dir, int port) {
        return FreePort.start(port, chosen -> startOn(dir.toAbsolutePath().normalize(), chosen));
    }

    /**
     * As {@link #start}, with half a gibibyte of WAL made beforehand, if it is not there. To make a segment stops commits for 17 ms, under load
     * every second until the first checkpoint: in the minutes that a new database is measured, and later no more.
     */
    public static PostgresServer startForLoad(Path dir, int port) {
        PostgresServer server = start(dir, port);
        try {
            server.database.makeSegments(SEGMENTS);
            return server;
        } catch (SQLException e) {
            server.close();
            throw server.failed("its WAL could not be made", e);
        }
    }

    private static PostgresServer startOn(Path home, int port) {
        Path log = home.resolve("postgres.log");
        Path data = home.resolve("data");
        PostgresAccount account = PostgresAccount.choose();
        PostgresPrograms programs = PostgresPrograms.unpackedIn(account.programs());
        StalePostmaster.end(data);
        FreePort.require(NAME, port, log);
        PostgresCluster.initialise(home, log, programs, account);
        List<String> command = account.command(programs.serverCommand(data, port));
        var process = ChildProcess.start(new Launch(NAME, command, Map.of(), home, log, StopSignal.INT, STOP_LIMIT));
        var server = new PostgresServer(process, new PostgresDatabase(port));
        try {
            server.awaitAnswer();
            server.prepareDatabase(programs);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitAnswer() {
        SQLException[] last = new SQLException[1];
        boolean answers = Deadline.in(START_LIMIT).await(() -> {
            try {
                database.ping();
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
            throw failed("no answer on port " + port() + " within " + START_LIMIT.toSeconds() + " s", last[0]);
        }
    }

    private void prepareDatabase(PostgresPrograms programs) {
        try {
            database.makeOnce();
            if (programs.hasLibrary(PostgresPrograms.STATEMENTS)) {
                database.install(PostgresPrograms.STATEMENTS);
            }
        } catch (SQLException e) {
            throw failed("its database could not be made", e);
        }
    }

    private ServerStartFailed failed(String reason, @Nullable Throwable cause) {
        return new ServerStartFailed(NAME, reason, process.log(), cause);
    }

    public String jdbcUrl() {
        return database.url();
    }

    public String user() {
        return ACCOUNT;
    }

    public String password() {
        return ACCOUNT;
    }

    public int port() {
        return database.port();
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
