package com.carechain.local.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this operating system, from the zonky jars, and how to call the server. */
record PostgresPrograms(Path home) {

    /** What each statement costs; comes with most builds of PostgreSQL. */
    static final String STATEMENTS = "pg_stat_statements";

    private static final int OWNER_EXECUTE = 0100;

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            // No socket files: nothing but the port is needed, and their path may be too long.
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            // Several replicas, each with its own pool, and the tests beside them.
            "max_connections=200",
            "shared_buffers=64MB",
            // Under load these are soon all written to; the background writer frees some, lest who commits does.
            "bgwriter_delay=20ms",
            "bgwriter_lru_maxpages=1000",
            "min_wal_size=" + 16 * PostgresServer.SEGMENTS + "MB",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_line_prefix=%m [%p] %q%u@%d ");

    static PostgresPrograms unpackedIn(ProgramCache cache) {
        byte[] archive = archive();
        return new PostgresPrograms(
                cache.unpacked("postgres", sha256(archive), directory -> untar(archive, directory)));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    List<String> serverCommand(Path data, int port) {
        List<String> command = new ArrayList<>(
                List.of(program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        if (hasLibrary(STATEMENTS)) {
            command.addAll(List.of("-c", "shared_preload_libraries=" + STATEMENTS));
        }
        return command;
    }

    boolean hasLibrary(String name) {
        return Files.exists(home.resolve("lib/postgresql/" + name + ".so"))
                || Files.exists(home.resolve("lib/postgresql/" + name + ".dylib"));
    }

    private static byte[] archive() {
        String name = archiveName();
        try (InputStream in = PostgresPrograms.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no embedded PostgreSQL for this machine (" + name
                        + "). Set POSTGRES_JDBC_URL to a server of yours.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL cannot be read: " + e.getMessage(), e);
        }
    }

    /** Inside the zonky jars. */
    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        // Alpine's C library is another one.
        String variant = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
        return "/postgres-" + system + "-" + architecture + variant + ".txz";
    }

    private static byte[] sha256(byte[] archive) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(archive);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void untar(byte[] archive, Path directory) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, directory);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("Entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if ((entry.getMode() & OWNER_EXECUTE) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
