package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Where uploads are put together before they are stored: beside the stored files, so that storing is a rename. What a crash leaves
 * here is swept out.
 */
@ApplicationScoped
class Spool {
    private static final Logger LOG = Logger.getLogger(Spool.class);
    private final Path directory;
    private final long minFreeBytes;
    private final Duration keep;

    Spool(ChatConfig config) {
        ChatConfig.Attachments attachments = config.attachments();
        this.directory = attachments.directory().resolve(".incoming");
        this.minFreeBytes = attachments.minFreeBytes();
        this.keep = attachments.uploadTime().multipliedBy(2).plusMinutes(10);
    }

    /** Our disk, not the client's connection. */
    static final class Failed extends IOException {
        Failed(IOException cause) {
            super(cause);
        }
    }

    /** An empty file that only this service may read. */
    Path newFile() throws IOException {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, "upload-", ".part");
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    /** @throws Refusal 507 when so many more bytes would leave too little free */
    void requireRoom(long bytes) throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).getUsableSpace() - bytes < minFreeBytes) throw full();
    }

    static Refusal full() {
        return Refusal.retry(
                Code.STORAGE_FULL,
                "There is no room for files at the moment; messages go on. Try again later.",
                Duration.ofMinutes(5));
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        Instant before = Instant.now().minus(keep); // the file system's clock, not ours
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files)
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // no upload yet
        } catch (IOException e) {
            LOG.warnf("What a crash left of uploads cannot be removed: %s", e.getMessage());
        }
    }
}
