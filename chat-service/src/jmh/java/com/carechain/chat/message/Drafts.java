package com.carechain.chat.message;

import com.carechain.chat.ops.ServiceSettings;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.Role;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Messages as they come from a client. */
final class Drafts {
    private static final Room.Member ANA = new Room.Member("ana", Role.CANDIDATE, "Ana Duarte", 0, 0, false);
    private static final Drafting DRAFTING = new Drafting(ServiceSettings.config(), InstantSource.system(), ServiceSettings.traces());
    private static final UUID ROOM = UUID.randomUUID();

    private Drafts() {}

    static Draft one() {
        try {
            NewMessage message = ServiceSettings.json()
                    .readValue(
                            """
                            {"content":"%s","client_id":"%s"}"""
                                    .formatted("Could you come in on Thursday? ".repeat(3), UUID.randomUUID()),
                            NewMessage.class);
            return DRAFTING.draft(ROOM, ANA, message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Outcome.Stored stored(Draft draft, long seq) {
        return new Outcome.Stored(draft.id(), seq, seq, Instant.EPOCH, false, List.of());
    }
}
