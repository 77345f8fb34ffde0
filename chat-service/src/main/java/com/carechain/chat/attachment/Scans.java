package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Attachment.Status;
import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * From {@code pending} to {@code clean} or {@code rejected}: at once by the replica that took the upload, later by any. A file that
 * cannot be scanned stays pending and is tried again; nobody but its uploader gets it meanwhile.
 */
@ApplicationScoped
class Scans {
    private static final Logger LOG = Logger.getLogger(Scans.class);
    private static final int BATCH = 20;
    /** It is not the files: the scanner or the storage is away. */
    private static final int FAILURES = 3;

    private final Optional<Scanner> scanner;
    private final Attachments attachments;
    private final Storage storage;
    private final Carriers carriers;
    private final AttachmentMetrics metrics;
    private final InstantSource clock;
    private final Duration hold;
    private final Duration again;

    Scans(
            Storages.ActiveScanner scanner,
            Attachments attachments,
            Storage storage,
            Carriers carriers,
            AttachmentMetrics metrics,
            InstantSource clock,
            ChatConfig config) {
        this.scanner = scanner.get();
        this.attachments = attachments;
        this.storage = storage;
        this.carriers = carriers;
        this.metrics = metrics;
        this.clock = clock;
        this.hold = config.attachments().scanTime().multipliedBy(2).plusSeconds(10);
        this.again = config.attachments().scanAgain();
    }

    /** What a file is that has just been stored. */
    Status first() {
        return scanner.isPresent() ? Status.PENDING : Status.UNSCANNED;
    }

    /** Until when nobody else need look after a file that this replica scans. */
    Instant heldUntil() {
        return clock.instant().plus(hold);
    }

    /** Scans in the background; does nothing when it is not pending. */
    void begin(Attachment stored) {
        if (stored.status() == Status.PENDING) Thread.ofVirtual().name("scan").start(() -> scan(stored));
    }

    @Scheduled(every = "${carechain.attachments.scan-again:15s}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void rest() {
        if (scanner.isEmpty()) return;
        try {
            int failed = 0;
            for (Attachment a : attachments.unscanned(clock.instant(), heldUntil(), BATCH)) {
                if (!scan(a) && ++failed == FAILURES) return;
            }
        } catch (SQLException e) {
            if (!Outage.is(e)) LOG.error("Files that wait for a scan cannot be read", e);
        }
    }

    /** False: it could not be found out. */
    private boolean scan(Attachment a) {
        try {
            judge(a, isClean(a) ? Status.CLEAN : Status.REJECTED);
            return true;
        } catch (IOException e) {
            LOG.warnf("Attachment %s could not be scanned and stays pending: %s", a.id(), e.getMessage());
            metrics.scanned("failed");
            later(a);
            return false;
        } catch (SQLException | RuntimeException e) {
            LOG.errorf(e, "The scan of attachment %s could not be written down", a.id());
            return false;
        }
    }

    private boolean isClean(Attachment a) throws IOException {
        try (InputStream bytes = storage.open(new Key(a.id(), Kind.FILE), 0, a.size())) {
            return scanner.orElseThrow().isClean(bytes);
        } catch (FileNotFoundException e) {
            return false; // whatever became of it, nobody shall be offered it
        }
    }

    /** A message may come to show it at any moment; then everybody there is told. */
    private void judge(Attachment a, Status verdict) throws SQLException {
        if (!attachments.judgeUnused(a, verdict)) {
            Attachment now = attachments.find(a.id()).orElse(a);
            if (now.messageId() == null) return;
            carriers.change(now.roomId(), now.messageId(), tx -> Attachments.judge(tx, now, verdict));
        }
        metrics.scanned(verdict.wire());
        if (verdict == Status.REJECTED) destroy(a);
    }

    private void destroy(Attachment a) {
        for (Kind kind : Kind.values()) {
            try {
                storage.delete(new Key(a.id(), kind));
            } catch (IOException e) {
                LOG.warnf("The rejected attachment %s could not be deleted yet: %s", a.id(), e.getMessage());
            }
        }
    }

    private void later(Attachment a) {
        try {
            attachments.hold(a, clock.instant().plus(again));
        } catch (SQLException e) {
            LOG.debugf("Attachment %s waits for its hold to end: %s", a.id(), e.getMessage());
        }
    }
}
