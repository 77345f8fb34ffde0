package com.carechain.chat.outbox;

import com.carechain.chat.message.MessageLookup;
import com.carechain.chat.message.RecentMessages;
import com.carechain.chat.room.Previews;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomReads;
import com.carechain.chat.wire.MessageView;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Outbox rows as the events that Kafka gets. */
@ApplicationScoped
class ChatEvents {
    private static final String CREATED = "message-created";
    private final RoomReads rooms;
    private final Previews previews;
    private final MessageLookup messages;
    private final RecentMessages recent;
    private final ObjectMapper json;

    ChatEvents(RoomReads rooms, Previews previews, MessageLookup messages, RecentMessages recent, ObjectMapper json) {
        this.rooms = rooms;
        this.previews = previews;
        this.messages = messages;
        this.recent = recent;
        this.json = json;
    }

    /** A record's key and value. */
    record Keyed(String key, byte[] value) {}

    /** In the order of the rows. Messages of a batch are read in one query, and so are its rooms. */
    List<Keyed> of(List<OutboxRow> rows) throws SQLException {
        Map<OutboxRow, String> frames = frames(rows);
        Map<MessageLookup.Place, MessageView> found = messages.at(rows.stream()
                .filter(r -> isAboutMessage(r) && !frames.containsKey(r))
                .map(ChatEvents::place)
                .toList());
        Map<UUID, Room> read = rooms.together(rows.stream()
                .filter(r -> !isAboutMessage(r))
                .map(OutboxRow::roomId)
                .collect(Collectors.toSet()));
        List<Keyed> events = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            String frame = frames.get(row);
            if (frame != null) {
                events.add(new Keyed(row.roomId().toString(), CreatedEvent.of(row, frame)));
                continue;
            }
            ChatEvent.Data data = isAboutMessage(row)
                    ? new ChatEvent.Data(row.roomId(), row.rev(), null, found.get(place(row)), null, null, null)
                    : aboutRoom(row, Objects.requireNonNull(read.get(row.roomId())));
            events.add(new Keyed(row.roomId().toString(), written(ChatEvent.of(row, data))));
        }
        return events;
    }

    private static boolean isAboutMessage(OutboxRow row) {
        return row.type().startsWith("message-");
    }

    /** Of new messages that this replica has stored itself, a moment ago; by the row. */
    private Map<OutboxRow, String> frames(List<OutboxRow> rows) {
        Map<OutboxRow, String> frames = new IdentityHashMap<>();
        for (OutboxRow row : rows) {
            String frame = row.type().equals(CREATED) ? recent.take(place(row)) : null;
            if (frame != null) frames.put(row, frame);
        }
        return frames;
    }

    private static MessageLookup.Place place(OutboxRow row) {
        return new MessageLookup.Place(row.roomId(), row.seq() == null ? 0 : row.seq());
    }

    private ChatEvent.Data aboutRoom(OutboxRow row, Room room) {
        if (row.type().equals("room-created") || row.type().equals("room-updated"))
            return new ChatEvent.Data(row.roomId(), row.rev(), room.view(null, 0), null, null, null, null);
        String reader = String.valueOf(row.userId());
        Previews.Preview preview = previews.of(reader, List.of(room)).get(room.id());
        return new ChatEvent.Data(
                row.roomId(), row.rev(), null, null, reader, row.seq(), preview == null ? 0 : preview.unread());
    }

    private byte[] written(ChatEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
