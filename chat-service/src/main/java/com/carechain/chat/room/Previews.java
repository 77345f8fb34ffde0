package com.carechain.chat.room;

import com.carechain.chat.wire.MessageView;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a room list shows of the messages; given by the {@code message} package, which knows rooms, not the other way round. */
public interface Previews {
    /** @param unread others' undeleted messages beyond the viewer's read mark */
    record Preview(@Nullable MessageView lastMessage, long unread) {
        static final Preview NOTHING = new Preview(null, 0);
    }

    /** By room id; a room without messages may be missing. */
    Map<UUID, Preview> of(String viewer, List<Room> rooms);

    /** Over all rooms of the viewer. */
    RoomService.Totals totals(String viewer);
}
