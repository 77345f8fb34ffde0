package com.carechain.chat.message;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Writes a batch whatever happens: again after a lost connection, a deadlock or a racing duplicate (safe, because sends are
 * idempotent: when only the answer to COMMIT was lost, the retry finds the rows), and one by one when a row is the culprit.
 */
@Singleton
class PersistentBatch {
    private static final Logger LOG = Logger.getLogger(PersistentBatch.class);
    private static final int MAX_PAUSE_MILLIS = 500;
    private final MessageBatch batch;
    private final InstantSource clock;
    private final Duration retryFor;

    PersistentBatch(MessageBatch batch, InstantSource clock, ChatConfig config) {
        this.batch = batch;
        this.clock = clock;
        this.retryFor = config.lanes().retryFor();
    }

    /** One outcome per draft, in their order. */
    Outcome[] store(List<Draft> drafts) {
        Instant deadline = clock.instant().plus(retryFor);
        for (int attempt = 1; ; attempt++) {
            try {
                return batch.store(drafts, clock.instant());
            } catch (SQLException e) {
                if (isWorthRetrying(e) && clock.instant().isBefore(deadline)) {
                    if (attempt == 1 && Outage.is(e)) LOG.warnf("PostgreSQL: %s; trying again", e.getMessage());
                    pause(attempt);
                } else {
                    return givenUp(drafts, e);
                }
            }
        }
    }

    private Outcome[] givenUp(List<Draft> drafts, SQLException e) {
        if (!Outage.is(e) && drafts.size() > 1)
            return drafts.stream().map(d -> store(List.of(d))[0]).toArray(Outcome[]::new);
        if (!Outage.is(e))
            LOG.errorf(
                    e,
                    "A message cannot be stored in room %s",
                    drafts.getFirst().roomId());
        Refusal why = Outage.is(e) ? Outage.refusal() : Refusal.of(Code.INTERNAL, "The error has been logged.");
        Outcome[] refused = new Outcome[drafts.size()];
        java.util.Arrays.fill(refused, new Outcome.Refused(why));
        return refused;
    }

    /** Outages; 40001/40P01 serialization failure and deadlock; 55P03 lock not available; 23505 someone stored it first. */
    static boolean isWorthRetrying(SQLException e) {
        return Outage.is(e) || e.getSQLState() != null && e.getSQLState().matches("40001|40P01|55P03|23505");
    }

    static void pause(int attempt) {
        int most = Math.min(MAX_PAUSE_MILLIS, 5 << Math.min(attempt, 8));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(most) + 1L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
