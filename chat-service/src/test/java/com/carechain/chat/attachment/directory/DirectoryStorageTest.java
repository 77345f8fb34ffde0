package com.carechain.chat.attachment.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.attachment.Storage;
import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.attachment.StorageContract;
import com.carechain.chat.attachment.StorageFull;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DirectoryStorageTest extends StorageContract {
    @Override
    protected Storage storage() {
        return new DirectoryStorage(directory.resolve("files"));
    }

    @Test
    void nothingButTheFileIsLeft() throws IOException {
        // Given
        Path uploaded = file(new byte[100]);

        // When
        storage().put(new Key(UUID.randomUUID(), Kind.FILE), uploaded, "text/plain");

        // Then
        assertThat(uploaded).doesNotExist();
        try (Stream<Path> all = Files.walk(directory.resolve("files"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    /** The device that is always full: what the operating system says is understood. */
    @Test
    void noSpaceLeftIsUnderstoodAsFull() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        assertThatThrownBy(() -> {
                    try (FileOutputStream out = new FileOutputStream("/dev/full")) {
                        out.write(new byte[8192]);
                    } catch (IOException e) {
                        throw StorageFull.or(e);
                    }
                })
                .isInstanceOf(StorageFull.class);
    }

    /** On a file system of one megabyte, from another one: copied, not renamed. */
    @Test
    void aFullDiskIsSaidAndLeavesNothingBehind() throws Exception {
        // Given
        Path small = Files.createDirectory(directory.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "carechain-test", small.toString()),
                "skipped: this user may not mount a small file system");
        try {
            Storage storage = new DirectoryStorage(small.resolve("files"));
            Key kept = new Key(UUID.randomUUID(), Kind.FILE);
            storage.put(kept, file(new byte[100_000]), "text/plain");

            // When / Then
            assertThatThrownBy(() ->
                            storage.put(new Key(UUID.randomUUID(), Kind.FILE), file(new byte[2_000_000]), "text/plain"))
                    .isInstanceOf(StorageFull.class);
            try (Stream<Path> all = Files.walk(small)) {
                assertThat(all.filter(Files::isRegularFile)).hasSize(1);
            }
            storage.put(new Key(UUID.randomUUID(), Kind.FILE), file(new byte[100_000]), "text/plain");
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
