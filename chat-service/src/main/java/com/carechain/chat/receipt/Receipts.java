package com.carechain.chat.receipt;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Takes marks from sockets and REST and writes them in batches. Marks of one user in one room are merged while they wait, so
 * however fast a client reports, it costs one row per batch. One writer: marks of a room never wait for each other's lock.
 */
@Singleton
public class Receipts {
    private static final Logger LOG = Logger.getLogger(Receipts.class);
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 5;

    private final ReceiptBatch batch;
    private final Fanout fanout;
    private final InstantSource clock;
    private Map<Key, Waiting> gathered = new LinkedHashMap<>();
    private boolean writing;

    Receipts(ReceiptBatch batch, Fanout fanout, InstantSource clock) {
        this.batch = batch;
        this.fanout = fanout;
        this.clock = clock;
    }

    private record Key(UUID roomId, String userId) {}

    private record Waiting(Mark mark, CompletableFuture<Void> written) {}

    /** Returns at once; the future ends once the mark is committed (or fails when it could not be). */
    public synchronized CompletableFuture<Void> raise(Mark mark) {
        Waiting waiting = gathered.merge(
                new Key(mark.roomId(), mark.userId()),
                new Waiting(mark, new CompletableFuture<>()),
                (a, b) -> new Waiting(a.mark.with(b.mark), a.written));
        if (!writing) {
            writing = true;
            Thread.ofVirtual().name("receipts").start(this::drain);
        }
        return waiting.written;
    }

    private void drain() {
        for (List<Waiting> next = next(); !next.isEmpty(); next = next()) write(next);
    }

    /** Empty: the writer ends. */
    private synchronized List<Waiting> next() {
        List<Waiting> all = new ArrayList<>(gathered.values());
        if (all.size() <= BATCH) {
            gathered = new LinkedHashMap<>();
            writing = !all.isEmpty();
            return all;
        }
        List<Waiting> first = all.subList(0, BATCH);
        first.forEach(w -> gathered.remove(new Key(w.mark.roomId(), w.mark.userId())));
        return first;
    }

    private void write(List<Waiting> marks) {
        try {
            fanout.publish(raised(marks.stream().map(Waiting::mark).toList()));
            marks.forEach(w -> w.written.complete(null));
        } catch (SQLException | RuntimeException e) {
            // A mark is repeated by the client's next one; a message never depends on it.
            LOG.warnf("%d receipts could not be written: %s", marks.size(), e.getMessage());
            marks.forEach(w -> w.written.completeExceptionally(e));
        }
    }

    private List<RoomEvent> raised(List<Mark> marks) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return batch.raise(marks, clock.instant());
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) throw e;
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(20L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
