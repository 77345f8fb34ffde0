package com.carechain.local.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The packaged services as they were when {@code up} started. Services run from these copies, so that building the
 * project again (the tests do) does not change the programs under a running stack, and a service that is started again
 * is the same one as before.
 */
final class ProgramCopies {

    private ProgramCopies() {}

    /** Replaces the copy of the last run. */
    static void make(StateDirectory state, String module) {
        Path built = state.root().resolve(module).resolve("target/quarkus-app");
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new StartFailed(module + " is not built: there is no " + built + "/quarkus-run.jar. Start with"
                    + " ./carechain up, which builds it, or run: mvn -DskipTests package");
        }
        Path copy = state.program(module);
        StateDirectory.delete(copy);
        try {
            Files.walkFileTree(built, new Linker(built, copy));
        } catch (IOException e) {
            throw new StartFailed(built + " cannot be copied to " + copy + ": " + e, e);
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
            Path target = to.resolve(from.relativize(file));
            try {
                // Costs no space; a build removes the old files and writes new ones.
                Files.createLink(target, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, target);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
