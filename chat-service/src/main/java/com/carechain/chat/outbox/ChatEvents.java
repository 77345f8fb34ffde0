package com.carechain.chat.outbox;

import com.carechain.chat.message.MessageLookup;
import com.carechain.chat.room.Previews;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.Rooms;
import com.carechain.chat.wire.MessageView;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Outbox rows as the events that Kafka gets. */
@ApplicationScoped
class ChatEvents {
    private final Rooms rooms;
    private final Previews previews;
    private final MessageLookup messages;
    private final ObjectMapper json;

    ChatEvents(Rooms rooms, Previews previews, MessageLookup messages, ObjectMapper json) {
        this.rooms = rooms;
        this.previews = previews;
        this.messages = messages;
        this.json = json;
    }

    /** A record's key and value. */
    record Keyed(String key, byte[] value) {}

    /** In the order of the rows. Messages of a batch are read in one query. */
    List<Keyed> of(List<OutboxRow> rows) {
        Map<MessageLookup.Place, MessageView> found = messages.at(rows.stream()
                .filter(r -> r.type().startsWith("message-") && r.seq() != null)
                .map(ChatEvents::place)
                .toList());
        Map<UUID, Optional<Room>> read = new HashMap<>();
        List<Keyed> events = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            ChatEvent.Data data = row.type().startsWith("message-")
                    ? new ChatEvent.Data(row.roomId(), row.rev(), null, found.get(place(row)), null, null, null)
                    : aboutRoom(
                            row, read.computeIfAbsent(row.roomId(), rooms::read).orElseThrow());
            events.add(new Keyed(row.roomId().toString(), written(ChatEvent.of(row, data))));
        }
        return events;
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
