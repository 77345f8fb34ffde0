package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Storage.Key;
import com.carechain.chat.attachment.Storage.Kind;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes uploads that no message came to show, and files of deleted messages, each after its delay. First the row says
 * {@code removing}, then the bytes go, then the row: wherever this stops, somebody can go on.
 */
@ApplicationScoped
class CleanUp {
    private static final Logger LOG = Logger.getLogger(CleanUp.class);
    private static final int BATCH = 50;
    private static final Duration HOLD = Duration.ofMinutes(10);
    private static final int QUOTA_DAYS = 7;
    private final Attachments attachments;
    private final Quotas quotas;
    private final Storage storage;
    private final AttachmentMetrics metrics;
    private final InstantSource clock;
    private final ChatConfig.Attachments config;

    CleanUp(
            Attachments attachments,
            Quotas quotas,
            Storage storage,
            AttachmentMetrics metrics,
            InstantSource clock,
            ChatConfig config) {
        this.attachments = attachments;
        this.quotas = quotas;
        this.storage = storage;
        this.metrics = metrics;
        this.clock = clock;
        this.config = config.attachments();
    }

    @Scheduled(every = "${carechain.attachments.clean-up:1m}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void run() {
        try {
            boolean isMore = true;
            while (isMore) isMore = batch();
        } catch (SQLException e) {
            if (!Outage.is(e)) LOG.error("Files cannot be cleaned up", e);
        }
    }

    /** Whether there may be more, and the storage answers. */
    private boolean batch() throws SQLException {
        Instant now = clock.instant();
        List<Attachment> due = attachments.due(
                now, now.minus(config.unusedAfter()), now.minus(config.deletedAfter()), now.plus(HOLD), BATCH);
        int done = 0;
        while (done < due.size() && remove(due.get(done))) done++;
        Instant again = now.plus(config.cleanUp());
        for (Attachment a : due.subList(done, due.size())) attachments.hold(a, again);
        return done == BATCH;
    }

    private boolean remove(Attachment a) throws SQLException {
        try {
            for (Kind kind : Kind.values()) storage.delete(new Key(a.id(), kind));
        } catch (IOException e) {
            LOG.warnf("Attachment %s cannot be deleted yet: %s", a.id(), e.getMessage());
            return false;
        }
        attachments.removed(a);
        metrics.removed();
        return true;
    }

    @Scheduled(every = "6h", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forgetQuotas() {
        try {
            quotas.forget(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(QUOTA_DAYS));
        } catch (SQLException e) {
            if (!Outage.is(e)) LOG.error("Old quotas cannot be deleted", e);
        }
    }
}
