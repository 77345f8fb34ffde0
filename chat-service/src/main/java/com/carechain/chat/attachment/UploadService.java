package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Attachment.Status;
import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Stores what has come in: the row first, then the bytes, then the row says that they are there. */
@ApplicationScoped
class UploadService {
    private static final Logger LOG = Logger.getLogger(UploadService.class);
    private final Attachments attachments;
    private final Storage storage;
    private final Scans scans;
    private final AttachmentMetrics metrics;

    UploadService(Attachments attachments, Storage storage, Scans scans, AttachmentMetrics metrics) {
        this.attachments = attachments;
        this.storage = storage;
        this.scans = scans;
        this.metrics = metrics;
    }

    /** @throws Refusal 429 the quota is used up, 503 or 507 the storage does not take it */
    Attachment store(Attachment a, Path file, @Nullable Path thumbnail) throws SQLException {
        attachments.begin(a);
        boolean isStored = false;
        try {
            put(new Key(a.id(), Kind.FILE), file, a.contentType());
            if (thumbnail != null) put(new Key(a.id(), Kind.THUMBNAIL), thumbnail, "image/jpeg");
            Attachment stored = a.with(scans.first());
            isStored = attachments.stored(a, stored.status(), heldUntil(stored.status()));
            if (!isStored) throw unavailable();
            metrics.stored(a.size());
            scans.begin(stored);
            return stored;
        } catch (StorageFull e) {
            LOG.warnf("No room for attachments: %s", e.getMessage());
            throw Spool.full();
        } catch (IOException e) {
            LOG.warnf("Attachments cannot be stored: %s", e.getMessage());
            throw unavailable();
        } finally {
            if (!isStored) attachments.abandon(a);
        }
    }

    private Instant heldUntil(Status status) {
        return status == Status.PENDING ? scans.heldUntil() : Instant.EPOCH;
    }

    private void put(Key key, Path bytes, String contentType) throws IOException {
        metrics.timed("put", () -> {
            storage.put(key, bytes, contentType);
            return key;
        });
    }

    static Refusal unavailable() {
        return Refusal.retry(
                Code.UNAVAILABLE,
                "The file storage does not answer. Messages go on; try again.",
                Duration.ofSeconds(5));
    }
}
