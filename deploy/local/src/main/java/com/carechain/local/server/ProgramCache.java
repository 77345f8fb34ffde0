package com.carechain.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Server programs that come in jars are unpacked once and used by every later start. A directory there is complete or
 * absent: it is filled beside its place and then renamed.
 */
record ProgramCache(Path home) {

    /** For programs that run as the caller. */
    static ProgramCache ofUser() {
        String cache = System.getenv("XDG_CACHE_HOME");
        // The variable first: Java takes its own idea of the home directory from the user database.
        String user = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return in(cache == null || cache.isBlank() ? Path.of(user, ".cache") : Path.of(cache));
    }

    /** For programs that root starts as another user, who cannot look into root's home. */
    static ProgramCache ofMachine() {
        return in(Path.of("/var/cache"));
    }

    interface Unpacker {
        void unpackInto(Path directory) throws IOException;
    }

    /** {@code digest} belongs to the packed form, so that another version never meets this directory. */
    Path unpacked(String program, byte[] digest, Unpacker unpacker) {
        Path place = home.resolve(program + "-" + HexFormat.of().formatHex(digest, 0, 8));
        if (Files.isDirectory(place)) {
            return place;
        }
        try {
            Path beside = Files.createTempDirectory(
                    home,
                    program + "-unpacking-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                unpacker.unpackInto(beside);
                moveOrKeepExisting(beside, place);
            } finally {
                delete(beside);
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(program + " could not be unpacked to " + place + ": " + e.getMessage(), e);
        }
    }

    private static void moveOrKeepExisting(Path beside, Path place) throws IOException {
        try {
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            if (!Files.isDirectory(place)) {
                throw e;
            }
            // Another JVM was faster; its copy is as good.
        }
    }

    private static ProgramCache in(Path caches) {
        Path home = caches.resolve("carechain");
        try {
            return new ProgramCache(Files.createDirectories(home));
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException(home + " is in the way: it is not a directory", e);
        } catch (IOException e) {
            return new ProgramCache(ownTemporaryDirectory(e));
        }
    }

    /** Users without a writable home (some CI machines). Never a fixed name in /tmp, where others could put programs. */
    private static Path ownTemporaryDirectory(IOException why) {
        try {
            Path made = Files.createTempDirectory("carechain-programs-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            return made;
        } catch (IOException e) {
            e.addSuppressed(why);
            throw new UncheckedIOException("No place to unpack the servers: " + e.getMessage(), e);
        }
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // What is left is only disk space in a cache.
        }
    }
}
