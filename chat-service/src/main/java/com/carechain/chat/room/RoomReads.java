package com.carechain.chat.room;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Reads rooms by id, many in one query: while PostgreSQL answers one question, and for a moment after, the next rooms gather. Alone, a
 * read waits for nothing; when everybody reconnects at once, thousands share a few queries. The reader is a platform thread for the
 * reason that the write lanes' are: it waits for PostgreSQL most of the time.
 */
@Singleton
public class RoomReads {
    private static final String READ = "select " + RoomRow.COLUMNS
            + " from room r join member m on m.room_id = r.id where r.id = any(?) order by r.id, m.role";
    /** Least time from one query to the next. */
    private static final long PACE_NANOS = 2_000_000;

    private final DataSource database;
    private Map<UUID, CompletableFuture<Optional<Room>>> gathered = new HashMap<>();

    RoomReads(DataSource database) {
        this.database = database;
        Thread.ofPlatform().daemon().name("room-reads").start(this::run);
    }

    /**
     * Returns at once; the read begins after this call, so it sees all that was committed before. Ends on the reader's thread, so what
     * follows must not block.
     */
    public synchronized CompletableFuture<Optional<Room>> read(UUID id) {
        if (gathered.isEmpty()) notify();
        return gathered.computeIfAbsent(id, room -> new CompletableFuture<>());
    }

    private void run() {
        try {
            while (true) {
                var asked = next();
                long began = System.nanoTime();
                answer(asked);
                LockSupport.parkNanos(PACE_NANOS - (System.nanoTime() - began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private synchronized Map<UUID, CompletableFuture<Optional<Room>>> next() throws InterruptedException {
        while (gathered.isEmpty()) wait();
        Map<UUID, CompletableFuture<Optional<Room>>> all = gathered;
        gathered = new HashMap<>();
        return all;
    }

    private void answer(Map<UUID, CompletableFuture<Optional<Room>>> asked) {
        try {
            Map<UUID, Room> found = together(asked.keySet());
            asked.forEach((id, answer) -> answer.complete(Optional.ofNullable(found.get(id))));
        } catch (SQLException | RuntimeException e) {
            asked.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    /** Those of them that exist, in one query, now. Blocking. */
    public Map<UUID, Room> together(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) return Map.of();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Room> rooms = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                RoomRow.rooms(row).forEach(room -> rooms.put(room.id(), room));
            }
            return rooms;
        }
    }
}
