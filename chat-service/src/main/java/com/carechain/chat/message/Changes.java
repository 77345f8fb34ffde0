package com.carechain.chat.message;

import com.carechain.chat.fanout.ChangeLog;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomRow;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.ServerFrame;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a room has become since a rev. Reads that are equal and under way at the same time are made once. */
@ApplicationScoped
@Unremovable
class Changes implements ChangeLog {
    private static final String HEAD = "select " + RoomRow.COLUMNS
            + ", r.room_rev, m.read_at, m.delivered_at, m.receipt_rev"
            + " from room r join member m on m.room_id = r.id where r.id = ? order by m.role";
    private final DataSource database;
    private final StoredEvents messages;
    private final FrameWriter frames;
    private final Map<Question, CompletableFuture<@Nullable Missed>> underWay = new ConcurrentHashMap<>();

    Changes(DataSource database, StoredEvents messages, FrameWriter frames) {
        this.database = database;
        this.messages = messages;
        this.frames = frames;
    }

    private record Question(UUID room, long afterRev, int limit) {}

    /**
     * The room's row with one member per row.
     *
     * @param roomRev rev of the last change of the room itself
     */
    private record Head(Room room, long roomRev, List<Marks> marks) {}

    /** A member's receipts and when they last moved. */
    private record Marks(
            String userId,
            long readSeq,
            @Nullable Instant readAt,
            long deliveredSeq,
            @Nullable Instant deliveredAt,
            long rev) {}

    @Override
    public @Nullable Missed since(UUID room, long afterRev, int limit) {
        // A read that began before this call may miss a commit the caller knows of, so sharing is for those who wait
        // already:
        // whoever finds a read under way waits for it and shares the next one.
        Question question = new Question(room, afterRev, limit);
        CompletableFuture<@Nullable Missed> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Missed> other = underWay.putIfAbsent(question, mine);
        if (other != null) {
            other.handle((missed, e) -> missed).join();
            CompletableFuture<@Nullable Missed> next = underWay.putIfAbsent(question, mine);
            if (next != null) return joined(next);
        }
        try {
            mine.complete(read(question));
        } catch (SQLException e) {
            mine.completeExceptionally(new IllegalStateException(e));
        } finally {
            underWay.remove(question, mine);
        }
        return joined(mine);
    }

    private static @Nullable Missed joined(CompletableFuture<@Nullable Missed> read) {
        try {
            return read.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private @Nullable Missed read(Question q) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); // one moment for both reads
            try {
                Head head = head(connection, q.room);
                if (head == null) return null;
                // whoever claims a rev the room has not reached (a restored database) starts over
                if (q.afterRev >= head.room.rev())
                    return new Missed(List.of(), head.room.rev(), head.room.lastSeq(), false, head.room);
                return missed(head, q, Messages.afterRev(connection, q.room, q.afterRev, q.limit + 1));
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    private Missed missed(Head head, Question q, List<MessageRow> found) {
        boolean more = found.size() > q.limit;
        List<MessageRow> page = more ? found.subList(0, q.limit) : found;
        List<Delivery> deliveries = new ArrayList<>();
        page.forEach(m -> messages(m, q.afterRev, deliveries));
        long rev = more ? page.getLast().view().rev() : head.room.rev();
        head.marks.stream().filter(m -> m.rev > q.afterRev && m.rev <= rev).forEach(m -> receipts(head, m, deliveries));
        if (head.roomRev > q.afterRev && head.roomRev <= rev) deliveries.add(Delivery.roomChanged(head.roomRev));
        // Rev rises from frame to frame, so a client that is cut off in between resumes from the last one it has seen.
        deliveries.sort(Comparator.comparingLong(Delivery::rev));
        long seq = more ? page.stream().mapToLong(m -> m.view().seq()).max().orElse(0) : head.room.lastSeq();
        return new Missed(deliveries, rev, seq, more, head.room);
    }

    /** A message that was made and then changed is told as both, each at its rev; the words are the newest both times. */
    private void messages(MessageRow m, long afterRev, List<Delivery> deliveries) {
        if (m.createdRev() > afterRev) deliveries.add(messages.created(m.asCreated()));
        if (m.view().rev() > m.createdRev()) deliveries.add(messages.changed(m.view()));
    }

    private void receipts(Head head, Marks m, List<Delivery> deliveries) {
        UUID room = head.room.id();
        if (m.deliveredAt != null)
            deliveries.add(new Delivery(
                    frames.write(new ServerFrame.DeliveryReceipt(room, m.userId, m.deliveredSeq, m.rev, m.deliveredAt)),
                    m.rev));
        if (m.readAt != null)
            deliveries.add(new Delivery(
                    frames.write(new ServerFrame.ReadReceipt(room, m.userId, m.readSeq, m.rev, m.readAt)), m.rev));
    }

    private static @Nullable Head head(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEAD)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                List<Room.Member> members = new ArrayList<>();
                List<Marks> marks = new ArrayList<>();
                Head head = null;
                while (row.next()) {
                    members.add(RoomRow.member(row));
                    marks.add(marks(row));
                    head = new Head(RoomRow.room(row, members), row.getLong("room_rev"), marks);
                }
                return head;
            }
        }
    }

    private static Marks marks(ResultSet row) throws SQLException {
        OffsetDateTime read = row.getObject("read_at", OffsetDateTime.class);
        OffsetDateTime delivered = row.getObject("delivered_at", OffsetDateTime.class);
        return new Marks(
                row.getString("user_id"),
                row.getLong("read_seq"),
                read == null ? null : read.toInstant(),
                row.getLong("delivered_seq"),
                delivered == null ? null : delivered.toInstant(),
                row.getLong("receipt_rev"));
    }

    @Override
    public Map<UUID, Long> revs(Collection<UUID> rooms) {
        if (rooms.isEmpty()) return Map.of();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select id, rev from room where id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", rooms.toArray()));
            Map<UUID, Long> revs = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) revs.put(row.getObject(1, UUID.class), row.getLong(2));
            }
            return revs;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
