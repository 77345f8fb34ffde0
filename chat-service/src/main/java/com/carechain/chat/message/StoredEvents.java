package com.carechain.chat.message;

import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.fanout.RoomEvent.Sent;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.wire.FrameWriter;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.ServerFrame;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as what sockets get. */
@Singleton
class StoredEvents {
    private final FrameWriter frames;
    private final RecentMessages recent;
    private final ChatMetrics metrics;
    private final Traces traces;

    StoredEvents(FrameWriter frames, RecentMessages recent, ChatMetrics metrics, Traces traces) {
        this.frames = frames;
        this.recent = recent;
        this.traces = traces;
        this.metrics = metrics;
    }

    /** PostgreSQL begins to work on these; the spans of those that are traced. */
    List<Span> storing(List<Draft> drafts) {
        return traces.shared(
                "store-messages",
                SpanKind.CLIENT,
                drafts.size(),
                drafts.stream().map(Draft::trace));
    }

    void count(int messages) {
        metrics.batch(messages);
    }

    /** @param nanos since it was taken */
    void answered(long nanos) {
        metrics.acknowledged(nanos);
    }

    /** A message that this replica has just committed. */
    RoomEvent of(Draft draft, Stored stored) {
        metrics.stored();
        // A closing message changes the room as well: let everybody read both.
        if (draft.event() != null && draft.event().closesRoom()) return RoomEvent.hint(draft.roomId(), stored.rev());
        Delivery created = created(draft.stored(stored));
        if (created.frame() != null) recent.add(draft.roomId(), stored.seq(), created.frame());
        return new RoomEvent(draft.roomId(), stored.rev(), List.of(created), draft.trace());
    }

    /** The same for a room that nobody here follows: other replicas, should somebody there, read it themselves. */
    RoomEvent hint(Draft draft, Stored stored) {
        metrics.stored();
        return RoomEvent.hint(draft.roomId(), stored.rev());
    }

    /** A message that the receiver has not seen in any form. */
    Delivery created(MessageView m) {
        return new Delivery(frames.write(new ServerFrame.ChatMessage(m.roomId(), m)), m.rev(), m.seq(), sent(m));
    }

    /** A message that the receiver may have seen, edited or deleted since. */
    Delivery changed(MessageView m) {
        recent.forget(m.roomId(), m.seq());
        ServerFrame frame = m.deletedAt() == null
                ? new ServerFrame.MessageUpdated(m.roomId(), m)
                : new ServerFrame.MessageDeleted(m.roomId(), m);
        return new Delivery(frames.write(frame), m.rev(), m.seq(), null);
    }

    private static @Nullable Sent sent(MessageView m) {
        if (m.messageType().equals("system")) return null;
        return new Sent(
                m.sender().id(),
                m.clientId() == null ? m.id() : m.clientId(),
                new ServerFrame.Ack(m.roomId(), m.clientId(), m.id(), m.seq(), m.rev(), m.createdAt(), false));
    }
}
