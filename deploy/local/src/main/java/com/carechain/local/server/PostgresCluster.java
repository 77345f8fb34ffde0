package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The data directory of an embedded PostgreSQL, made by {@code initdb} once. */
final class PostgresCluster {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private PostgresCluster() {}

    /** Leaves {@code home/data} complete. It is made beside its place, so that a half-made one is never used. */
    static void initialise(Path home, Path log, PostgresPrograms programs, PostgresAccount account) {
        try {
            Files.createDirectories(home);
            Path data = home.resolve("data");
            if (Files.exists(data.resolve("PG_VERSION"))) {
                account.own(data);
                return;
            }
            Path making = home.resolve("data.making");
            ProgramCache.delete(making);
            Files.createDirectory(
                    making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            account.own(making);
            initdb(making, log, programs, account);
            Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    PostgresServer.NAME + " could not prepare " + home + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartFailed(PostgresServer.NAME, "the start was interrupted", log, e);
        }
    }

    private static void initdb(Path data, Path log, PostgresPrograms programs, PostgresAccount account)
            throws InterruptedException {
        List<String> command = account.command(List.of(
                programs.program("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                PostgresServer.ACCOUNT,
                // It listens on the loopback address only, and a password in a public repository keeps nobody out.
                "--auth=trust",
                "--encoding=UTF8",
                // Built into the server: sorts and folds alike on every machine.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
        try (var initdb = ChildProcess.start(
                new Launch("initdb", command, Map.of(), data, log, StopSignal.TERM, Duration.ofSeconds(5)))) {
            int code = initdb.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (code != 0) {
                throw new ServerStartFailed(PostgresServer.NAME, "initdb ended with code " + code, log, null);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new ServerStartFailed(
                    PostgresServer.NAME, "initdb took longer than " + LIMIT.toSeconds() + " s", log, e);
        }
    }
}
