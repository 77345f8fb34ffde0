package com.carechain.chat.message;

import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * For who sends faster than allowed: what was stored before is no new message, and is answered like any repetition. A few are looked
 * for at a time, so that a flood of refused messages takes no connections from others.
 */
@Singleton
public class Repeats {
    private static final Logger LOG = Logger.getLogger(Repeats.class);
    private static final Executor VIRTUAL = Thread::startVirtualThread;
    private static final int AT_A_TIME = 4;
    private static final String FIND =
            "select id, seq, rev, created_at from message where room_id = ? and sender_id = ? and client_id = ?";

    private final DataSource database;
    private final Semaphore free = new Semaphore(AT_A_TIME);

    Repeats(DataSource database) {
        this.database = database;
    }

    /** The original as a duplicate, else that refusal. */
    public CompletableFuture<Outcome> or(Refusal tooFast, Draft draft) {
        Outcome refused = new Outcome.Refused(tooFast);
        if (draft.clientId() == null || !free.tryAcquire()) return CompletableFuture.completedFuture(refused);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return find(draft, refused);
                    } catch (SQLException e) {
                        if (!Outage.is(e)) LOG.error("A repeated message could not be looked for", e);
                        return refused;
                    } finally {
                        free.release();
                    }
                },
                VIRTUAL);
    }

    private Outcome find(Draft draft, Outcome otherwise) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, draft.roomId());
            statement.setString(2, draft.sender().id());
            statement.setObject(3, draft.clientKey());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? MessageBatch.stored(row, true) : otherwise;
            }
        }
    }
}
