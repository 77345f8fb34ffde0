package com.carechain.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of this repository. */
final class Repository {
    static final Path ROOT =
            Path.of(System.getProperty("carechain.root", "..")).toAbsolutePath().normalize();
    static final Path CHART = ROOT.resolve("k8s/carechain");
    static final List<String> SERVICES = List.of("chat-service", "presence-service", "jobs-bridge-service");
    /** Set to true, golden files and tables are written anew instead of compared. */
    static final boolean REFRESH = Boolean.getBoolean("carechain.golden.refresh");

    private Repository() {}

    static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    static String text(String relative) {
        return text(path(relative));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the example values files, without their ending. */
    static List<String> examples() {
        try (Stream<Path> files = Files.list(path("k8s/examples"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
