package com.carechain.chat.message;

import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.fanout.RoomEvent.Sent;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.ServerFrame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as what sockets get. */
@ApplicationScoped
class StoredEvents {
    private final FrameWriter frames;
    private final DistributionSummary batches;
    private final Counter stored;

    StoredEvents(FrameWriter frames, MeterRegistry metrics) {
        this.frames = frames;
        this.batches = DistributionSummary.builder("carechain.lane.batch")
                .baseUnit("messages")
                .description("Messages in one commit")
                .register(metrics);
        this.stored = Counter.builder("carechain.messages.stored")
                .description("Messages committed by this replica")
                .register(metrics);
    }

    void count(int messages) {
        batches.record(messages);
    }

    /** A message that this replica has just committed. */
    RoomEvent of(Draft draft, Stored stored) {
        this.stored.increment();
        // A closing message changes the room as well: let everybody read both.
        if (draft.event() != null && draft.event().closesRoom()) return RoomEvent.hint(draft.roomId(), stored.rev());
        MessageView view = draft.stored(stored.seq(), stored.rev(), stored.createdAt());
        return new RoomEvent(draft.roomId(), stored.rev(), List.of(created(view)));
    }

    /** The same for a room that nobody here follows: other replicas, should somebody there, read it themselves. */
    RoomEvent hint(Draft draft, Stored stored) {
        this.stored.increment();
        return RoomEvent.hint(draft.roomId(), stored.rev());
    }

    /** A message that the receiver has not seen in any form. */
    Delivery created(MessageView m) {
        return new Delivery(frames.write(new ServerFrame.ChatMessage(m.roomId(), m)), m.rev(), sent(m));
    }

    /** A message that the receiver may have seen, edited or deleted since. */
    Delivery changed(MessageView m) {
        ServerFrame frame = m.deletedAt() == null
                ? new ServerFrame.MessageUpdated(m.roomId(), m)
                : new ServerFrame.MessageDeleted(m.roomId(), m);
        return new Delivery(frames.write(frame), m.rev(), null);
    }

    private static @Nullable Sent sent(MessageView m) {
        if (m.messageType().equals("system")) return null;
        return new Sent(
                m.sender().id(),
                m.clientId() == null ? m.id() : m.clientId(),
                new ServerFrame.Ack(m.roomId(), m.clientId(), m.id(), m.seq(), m.rev(), m.createdAt(), false));
    }
}
