package com.carechain.local.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A packaged service as it was when {@code up} started. It runs from a copy, so that building the project again (the
 * tests do) does not change the program under a running stack, and a service that is started again is the same one as
 * before.
 *
 * @param nativeImage the executable that {@code mvn -Dnative package} makes, instead of the jars
 */
public record Program(StateDirectory state, String module, boolean nativeImage) {

    private static final String JAR = "quarkus-run.jar";

    /** How the name of an executable ends. */
    private static final String RUNNER = "-runner";

    /** Ours, for both forms. */
    private static final List<String> FLAGS = List.of(
            // Several services share one small machine: the default would be a quarter of its memory for each, or more.
            "-Xmx384m",
            // A service without memory is replaced, instead of answering half of the time.
            "-XX:+ExitOnOutOfMemoryError",
            // Log lines and JSON are UTF-8 on every machine, also where the locale is C.
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    private static final List<String> JVM_FLAGS = List.of(
            // The default stops a young service four times for a full collection, only because it loads its classes.
            "-XX:MetaspaceSize=128m",
            // No collector threads that compete for two cores; pauses are short on a heap of this size.
            "-XX:+UseSerialGC",
            // Netty and others use these on purpose; their warnings would hide ours.
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * Replaces the copy of the last run.
     *
     * @throws StartFailed when it is not built
     */
    public void copy() {
        Path target = state.root().resolve(module).resolve("target");
        Path copy = state.program(module);
        try {
            if (nativeImage) {
                copyExecutable(target, copy);
            } else {
                copyJars(target.resolve("quarkus-app"), copy);
            }
        } catch (IOException e) {
            throw new StartFailed(target + " cannot be copied to " + copy + ": " + e, e);
        }
    }

    /**
     * What starts the copy.
     *
     * @param firstHeap what the heap of a JVM begins with, in MiB; it grows to 384
     * @param more options of the caller's
     */
    public List<String> command(int firstHeap, List<String> more) {
        Path copy = state.program(module);
        List<String> command = new ArrayList<>();
        if (nativeImage) {
            command.add(copy.resolve(module).toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(JVM_FLAGS);
            command.add("-Xms" + firstHeap + "m");
        }
        command.addAll(FLAGS);
        command.addAll(more);
        if (!nativeImage) {
            command.addAll(List.of("-jar", copy.resolve(JAR).toString()));
        }
        return command;
    }

    private void copyJars(Path built, Path copy) throws IOException {
        if (!Files.exists(built.resolve(JAR))) {
            throw new StartFailed(module + " is not built: there is no " + built.resolve(JAR) + ". Start with"
                    + " ./carechain up, which builds it, or run: mvn -DskipTests package");
        }
        StateDirectory.delete(copy);
        Files.walkFileTree(built, new Linker(built, copy));
    }

    /** Libraries lie beside an executable that draws pictures. */
    private void copyExecutable(Path target, Path copy) throws IOException {
        if (!Files.isDirectory(target)) {
            throw noExecutable(target);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(target)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Path executable = files.stream()
                .filter(file -> file.getFileName().toString().endsWith(RUNNER))
                .findFirst()
                .orElseThrow(() -> noExecutable(target));
        StateDirectory.delete(copy);
        Files.createDirectories(copy);
        link(executable, copy.resolve(module));
        for (Path file : files) {
            if (file.getFileName().toString().endsWith(".so")) {
                link(file, copy.resolve(file.getFileName()));
            }
        }
    }

    private StartFailed noExecutable(Path target) {
        return new StartFailed(module + " has no native image: there is no *" + RUNNER + " in " + target
                + ". Make it (mvn -Dnative -DskipTests package), or start without CARECHAIN_NATIVE");
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            // Costs no space; a build removes the old files and writes new ones.
            Files.createLink(to, from);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to);
        }
    }

    private static final class Linker extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        private Linker(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            link(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }
}
