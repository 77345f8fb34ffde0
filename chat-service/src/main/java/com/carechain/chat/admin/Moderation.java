package com.carechain.chat.admin;

import com.carechain.chat.admin.Audit.Entry;
import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.message.AllMessages;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.AllRooms;
import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What administrators change. The change, its outbox row and its line in the audit are one transaction; after the commit it reaches
 * every socket the way any other change does. Repeating a change is safe: it finds nothing to do, says so in the audit, and answers
 * the same.
 */
@ApplicationScoped
class Moderation {
    private static final Logger LOG = Logger.getLogger(Moderation.class);
    private final Desk desk;
    private final Audit audit;
    private final AllRooms rooms;
    private final AllMessages messages;
    private final Fanout fanout;
    private final InstantSource clock;

    Moderation(Desk desk, Audit audit, AllRooms rooms, AllMessages messages, Fanout fanout, InstantSource clock) {
        this.desk = desk;
        this.audit = audit;
        this.rooms = rooms;
        this.messages = messages;
        this.fanout = fanout;
        this.clock = clock;
    }

    /** An answer, and what the sockets are told once it is committed. */
    private record Changed<T>(T answer, @Nullable RoomEvent event) {}

    /** Blocking. @throws Refusal 404 when there is no such message */
    AdminMessage redact(Operator who, UUID room, UUID message, String reason) {
        return told(desk.ask(() -> {
            Optional<MessageView> redacted = messages.redact(room, message, clock.instant());
            MessageView now = redacted.or(() -> found(room, message)).orElseThrow(Refusal::messageNotFound);
            Details details = redacted.isPresent() ? sentBy(now) : Details.unchanged();
            audit.record(who, new Entry(Action.MESSAGE_REDACTED, room, message, reason, details));
            Redaction redaction = audit.redactions(room, List.of(message)).get(message);
            return new Changed<>(
                    new AdminMessage(now, redaction),
                    redacted.map(messages::event).orElse(null));
        }));
    }

    /** Who had written it and when: the tombstone tells that too, but the audit must not need it. */
    private static Details sentBy(MessageView message) {
        return Details.none()
                .and("seq", message.seq())
                .and("sender", message.sender().id())
                .and("sent_at", message.createdAt());
    }

    private Optional<MessageView> found(UUID room, UUID message) {
        try {
            return messages.find(room, message);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody writes there any more. Blocking. @throws Refusal 404 when there is no such room */
    AdminRoom close(Operator who, UUID room, String reason) {
        return setStatus(who, room, "closed", Action.ROOM_CLOSED, reason);
    }

    /** Both sides may write again, also where the application has ended. Blocking. @throws Refusal 404 when there is no such room */
    AdminRoom reopen(Operator who, UUID room, String reason) {
        return setStatus(who, room, "active", Action.ROOM_REOPENED, reason);
    }

    private AdminRoom setStatus(Operator who, UUID room, String status, Action action, String reason) {
        return told(desk.ask(() -> {
            Optional<Long> rev = rooms.setStatus(room, status, clock.instant());
            AdminRoom now = AdminRoom.of(rooms.read(room).orElseThrow(Refusal::roomNotFound));
            Details details = rev.isPresent() ? Details.none() : Details.unchanged();
            audit.record(who, new Entry(action, room, null, reason, details));
            // Each member gets an own view of the room, so everybody reads it: here and on the other replicas.
            return new Changed<>(now, rev.map(r -> RoomEvent.hint(room, r)).orElse(null));
        }));
    }

    private <T> T told(Changed<T> changed) {
        if (changed.event != null) {
            try {
                fanout.publish(List.of(changed.event));
            } catch (RuntimeException e) {
                LOG.error("An administrator's change could not be passed on; the sweep will", e);
            }
        }
        return changed.answer;
    }
}
