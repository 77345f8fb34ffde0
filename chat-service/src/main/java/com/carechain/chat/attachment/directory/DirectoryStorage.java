package com.carechain.chat.attachment.directory;

import com.carechain.chat.attachment.Storage;
import com.carechain.chat.attachment.StorageFull;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * One file per key, in 256 folders. A file appears under its name when it is whole and on the disk: it is synced, then renamed.
 */
public final class DirectoryStorage implements Storage {
    private final Path root;

    /** The directory is made when the first file comes. */
    public DirectoryStorage(Path root) {
        this.root = root;
    }

    @Override
    public void put(Key key, Path bytes, String contentType) throws IOException {
        Path folder = folder(key);
        try {
            Files.createDirectories(folder);
            sync(bytes);
            move(bytes, folder, name(key));
            sync(folder);
        } catch (IOException e) {
            throw StorageFull.or(e);
        }
    }

    /** A rename where the spool is in the same file system, as it is when nobody mounts something into it; else a copy first. */
    private static void move(Path bytes, Path folder, String name) throws IOException {
        try {
            Files.move(
                    bytes, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = folder.resolve(name + "." + UUID.randomUUID() + ".part");
            try {
                Files.copy(bytes, beside);
                sync(beside);
                Files.move(
                        beside,
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
    }

    /** Also a folder: so that a new name in it outlives a power cut. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public InputStream open(Key key, long offset, long length) throws IOException {
        try {
            FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
            return BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel.position(offset)))
                    .setMaxCount(length)
                    .get();
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(key.toString());
        }
    }

    @Override
    public Optional<URI> link(Key key, Served as, Duration goodFor) {
        return Optional.empty();
    }

    @Override
    public void delete(Key key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    private Path path(Key key) {
        return folder(key).resolve(name(key));
    }

    /** By the last two digits, which are random; the first ones are the time. */
    private Path folder(Key key) {
        String id = key.id().toString();
        return root.resolve(id.substring(id.length() - 2));
    }

    private static String name(Key key) {
        return key.kind() == Kind.FILE
                ? key.id().toString()
                : key.id() + "." + key.kind().name().toLowerCase(Locale.ROOT);
    }
}
