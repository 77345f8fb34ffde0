package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** How many uploads are taken in at the same time, of all and of each user: an upload may be slow, and nobody's may stop the others'. */
@ApplicationScoped
class UploadPlaces {
    private static final Duration RETRY = Duration.ofSeconds(2);
    private final Semaphore free;
    private final int perUser;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    UploadPlaces(ChatConfig config) {
        this.free = new Semaphore(config.attachments().concurrentUploads());
        this.perUser = config.attachments().concurrentUploadsPerUser();
    }

    /** Taken until it is closed, which must happen once. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws Refusal {@code rate_limited} for a user with too many, {@code overloaded} when all are taken */
    Place take(String user) {
        if (taken.merge(user, 1, Integer::sum) > perUser) {
            leave(user);
            throw Refusal.retry(Code.RATE_LIMITED, "You are sending " + perUser + " files already.", RETRY);
        }
        if (!free.tryAcquire()) {
            leave(user);
            throw Refusal.retry(Code.OVERLOADED, "Too many uploads at the moment. Try again.", RETRY);
        }
        return () -> {
            free.release();
            leave(user);
        };
    }

    private void leave(String user) {
        taken.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
    }
}
