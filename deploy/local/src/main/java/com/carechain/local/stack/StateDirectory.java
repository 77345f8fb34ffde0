package com.carechain.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the project is and where the local stack keeps what it writes.
 *
 * @param root of the project
 * @param directory {@code .carechain} beneath it, or what the variable CARECHAIN_STATE says
 */
public record StateDirectory(Path root, Path directory) {

    /** The system property that the {@code carechain} script sets. */
    private static final String ROOT = "carechain.root";

    public static StateDirectory locate(Map<String, String> environment) {
        Path root = Path.of(System.getProperty(ROOT, ".")).toAbsolutePath().normalize();
        String moved = environment.getOrDefault("CARECHAIN_STATE", "");
        Path directory = moved.isBlank() ? root.resolve(".carechain") : Path.of(moved);
        return new StateDirectory(root, directory.toAbsolutePath().normalize());
    }

    public void make() {
        try {
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new StartFailed("The directory " + directory + " cannot be made: " + e, e);
        }
    }

    /** The file of {@code NAME=value} lines that tells other programs where everything is. */
    public Path env() {
        return directory.resolve("env");
    }

    /** The private key of local tokens. */
    public Path devKey() {
        return directory.resolve("dev-key.pem");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    /** Of one of our services, or {@code gateway}. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Data and log of {@code postgres}, {@code redis} or {@code kafka}. */
    public Path server(String name) {
        return directory.resolve(name);
    }

    /** Files of messages, unless the caller keeps them elsewhere. Services run in this directory and have its name alone, see {@link Wiring}. */
    Path attachments() {
        return directory.resolve("attachments");
    }

    public Path serverLog(String name) {
        return server(name).resolve(name + ".log");
    }

    /** By the names that {@code logs} takes. */
    public Map<String, Path> existingLogs() {
        Map<String, Path> found = new TreeMap<>();
        for (String server : List.of("postgres", "redis", "kafka")) {
            found.put(server, serverLog(server));
        }
        try (Stream<Path> files = Files.list(logs())) {
            files.filter(file -> file.toString().endsWith(".log"))
                    .forEach(file -> found.put(file.getFileName().toString().replaceFirst("\\.log$", ""), file));
        } catch (IOException e) {
            // No logs yet.
        }
        found.values().removeIf(log -> !Files.exists(log));
        return found;
    }

    /** The copy that a service runs from. */
    Path program(String module) {
        return directory.resolve("run").resolve(module);
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path processes() {
        return directory.resolve("processes");
    }

    /** Removes what says where a stack runs, after its end. */
    public void forgetRun() {
        delete(env());
        delete(processes());
    }

    /**
     * Forgets all data and the key. Only what belongs to the stack is removed: the directory may hold other things. The files of messages go
     * with the database that knows them: those of a PostgreSQL of the caller's are kept, as it is.
     */
    public void clear(ExternalServers external) {
        Stream.of(server("postgres"), server("redis"), server("kafka"), env(), processes(), devKey())
                .forEach(StateDirectory::delete);
        if (external.postgres().isEmpty()) {
            delete(attachments());
        }
    }

    /** Keeps the log of the last run as {@code name.log.1} and lets this one start empty. */
    public static void startAnew(Path log) {
        try {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // The first run.
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + log + " cannot be renamed: " + e.getMessage(), e);
        }
    }

    static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StartFailed(path + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
