package com.carechain.chat.message;

import com.carechain.chat.attachment.Carriers;
import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A message whose files have changed is a changed message: everybody gets it anew. */
@ApplicationScoped
class FileNews implements Carriers {
    /** Locks the room first, like every change of a message. */
    private static final String TOUCH = """
            with locked as materialized (select id, rev from room where id = ? for no key update),
            changed as (
                update message m set rev = locked.rev + 1 from locked
                where m.room_id = locked.id and m.id = ? and m.deleted_at is null returning m.*),
            moved as (update room r set rev = r.rev + 1 from changed where r.id = changed.room_id),
            told as (
                insert into outbox (room_id, type, rev, seq, created_at)
                select room_id, 'message-updated', rev, seq, ? from changed)
            select\s""" + MessageRow.COLUMNS + " from changed m " + MessageRow.SENDER;

    private final DataSource database;
    private final StoredEvents events;
    private final Fanout fanout;
    private final InstantSource clock;

    FileNews(DataSource database, StoredEvents events, Fanout fanout, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.fanout = fanout;
        this.clock = clock;
    }

    @Override
    public void change(UUID room, UUID message, Change change) throws SQLException {
        MessageView changed = null;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                MessageRow touched = touch(connection, room, message);
                change.in(connection);
                if (touched != null)
                    changed = Messages.withFiles(connection, List.of(touched))
                            .getFirst()
                            .view();
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        if (changed != null)
            fanout.publish(List.of(new RoomEvent(room, changed.rev(), List.of(events.changed(changed)))));
    }

    private @Nullable MessageRow touch(Connection connection, UUID room, UUID message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOUCH)) {
            statement.setObject(1, room);
            statement.setObject(2, message);
            statement.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? MessageRow.of(row) : null;
            }
        }
    }
}
