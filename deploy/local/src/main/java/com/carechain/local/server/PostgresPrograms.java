package com.carechain.local.server;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this operating system, from the zonky jars. */
record PostgresPrograms(Path home) {

    private static final int OWNER_EXECUTE = 0100;

    static PostgresPrograms unpackedIn(ProgramCache cache) {
        byte[] archive = archive();
        return new PostgresPrograms(
                cache.unpacked("postgres", sha256(archive), directory -> untar(archive, directory)));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    boolean hasLibrary(String name) {
        return Files.exists(home.resolve("lib/postgresql/" + name + ".so"))
                || Files.exists(home.resolve("lib/postgresql/" + name + ".dylib"));
    }

    private static byte[] archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
            return in.readAllBytes();
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "There is no embedded PostgreSQL for " + system + " on " + architecture
                            + ". Set POSTGRES_JDBC_URL to a server of yours.",
                    e);
        }
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
