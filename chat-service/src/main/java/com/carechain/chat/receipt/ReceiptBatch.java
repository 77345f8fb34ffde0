package com.carechain.chat.receipt;

import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.ops.ScriptResource;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.ServerFrame;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** The one statement that raises marks; see {@code sql/raise-receipts.sql}. */
@ApplicationScoped
class ReceiptBatch {
    private static final String RAISE = ScriptResource.read("sql/raise-receipts.sql");
    private final DataSource database;
    private final FrameWriter frames;

    ReceiptBatch(DataSource database, FrameWriter frames) {
        this.database = database;
        this.frames = frames;
    }

    /** Raises and commits. One event for each mark that rose. Writing the same marks again is safe. */
    List<RoomEvent> raise(List<Mark> marks, Instant at) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(RAISE)) {
            statement.setArray(1, connection.createArrayOf("uuid", column(marks, Mark::roomId)));
            statement.setArray(2, connection.createArrayOf("text", column(marks, Mark::userId)));
            statement.setArray(3, connection.createArrayOf("int8", column(marks, Mark::readSeq)));
            statement.setArray(4, connection.createArrayOf("int8", column(marks, Mark::deliveredSeq)));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "uuid", marks.stream().map(Mark::roomId).distinct().toArray()));
            statement.setObject(6, at.atOffset(ZoneOffset.UTC));
            List<RoomEvent> events = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) events.add(event(row, at));
            }
            return events;
        }
    }

    private static Object[] column(List<Mark> marks, Function<Mark, Object> value) {
        return marks.stream().map(value).toArray();
    }

    private RoomEvent event(ResultSet row, Instant at) throws SQLException {
        UUID room = row.getObject("room_id", UUID.class);
        String user = row.getString("user_id");
        long rev = row.getLong("rev");
        List<Delivery> deliveries = new ArrayList<>(2);
        if (row.getBoolean("delivered_rose"))
            deliveries.add(
                    delivery(new ServerFrame.DeliveryReceipt(room, user, row.getLong("delivered_seq"), rev, at), rev));
        if (row.getBoolean("read_rose"))
            deliveries.add(delivery(new ServerFrame.ReadReceipt(room, user, row.getLong("read_seq"), rev, at), rev));
        return new RoomEvent(room, rev, deliveries);
    }

    private Delivery delivery(ServerFrame frame, long rev) {
        return new Delivery(frames.write(frame), rev);
    }
}
