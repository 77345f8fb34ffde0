package com.carechain.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage keeps to. */
public abstract class StorageContract {
    @TempDir
    public Path directory;

    private final Key key = new Key(UUID.randomUUID(), Kind.FILE);

    protected abstract Storage storage();

    protected Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "upload", ".part"), bytes);
    }

    protected byte[] read(Key which, long offset, long length) throws IOException {
        try (InputStream in = storage().open(which, offset, length)) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsPutCanBeReadWholeAndInParts() throws IOException {
        // Given
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);

        // When
        storage().put(key, file(bytes), "application/pdf");

        // Then
        assertThat(read(key, 0, bytes.length)).isEqualTo(bytes);
        assertThat(read(key, 1000, 7)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1000, 1007));
        assertThat(read(key, 299_999, 1)).containsExactly(bytes[299_999]);
    }

    @Test
    void aReaderMayStopInTheMiddle() throws IOException {
        storage().put(key, file(new byte[1_000_000]), "application/pdf");
        for (int i = 0; i < 100; i++) {
            try (InputStream in = storage().open(key, 0, 1_000_000)) {
                assertThat(in.read()).isZero();
            }
        }
        assertThat(read(key, 0, 10)).hasSize(10);
    }

    @Test
    void aFileAndItsThumbnailAreTwoThings() throws IOException {
        Key thumbnail = new Key(key.id(), Kind.THUMBNAIL);
        storage().put(key, file(new byte[] {1}), "image/png");
        storage().put(thumbnail, file(new byte[] {2, 3}), "image/jpeg");
        assertThat(read(key, 0, 1)).containsExactly(1);
        assertThat(read(thumbnail, 0, 2)).containsExactly(2, 3);
        storage().delete(key);
        assertThat(read(thumbnail, 0, 2)).containsExactly(2, 3);
    }

    @Test
    void puttingAgainReplaces() throws IOException {
        storage().put(key, file(new byte[] {1, 2, 3}), "text/plain");
        storage().put(key, file(new byte[] {4, 5}), "text/plain");
        assertThat(read(key, 0, 2)).containsExactly(4, 5);
    }

    @Test
    void whatIsDeletedOrWasNeverThereIsNotFoundAndMayBeDeletedAgain() throws IOException {
        storage().put(key, file(new byte[] {1}), "text/plain");
        storage().delete(key);
        storage().delete(key);
        storage().delete(new Key(UUID.randomUUID(), Kind.THUMBNAIL));
        assertThatThrownBy(() -> read(key, 0, 1)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> read(new Key(UUID.randomUUID(), Kind.FILE), 0, 1))
                .isInstanceOf(FileNotFoundException.class);
    }
}
