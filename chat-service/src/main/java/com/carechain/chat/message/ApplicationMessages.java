package com.carechain.chat.message;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.fanout.RoomEvent;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomBatch;
import com.carechain.chat.room.RoomsMade;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells rooms what happened to their applications. The rooms that do not exist yet, and all messages of a batch, are one commit:
 * no room is ever seen without its first message. Beside the write lanes, so that a replay of a whole topic does not fill them.
 */
@ApplicationScoped
public class ApplicationMessages {
    private static final Logger LOG = Logger.getLogger(ApplicationMessages.class);
    private static final int ATTEMPTS = 10;
    private static final Outcome OTHER_PEOPLES =
            new Outcome.Refused(Refusal.invalid("application_id", "has a room of other people"));
    private final DataSource database;
    private final RoomBatch rooms;
    private final MessageBatch messages;
    private final MovedInterviews moved;
    private final StoredEvents events;
    private final Fanout fanout;
    private final Event<RoomsMade> made;
    private final InstantSource clock;

    ApplicationMessages(
            DataSource database,
            RoomBatch rooms,
            MessageBatch messages,
            MovedInterviews moved,
            StoredEvents events,
            Fanout fanout,
            Event<RoomsMade> made,
            InstantSource clock) {
        this.database = database;
        this.rooms = rooms;
        this.messages = messages;
        this.moved = moved;
        this.events = events;
        this.fanout = fanout;
        this.made = made;
        this.clock = clock;
    }

    /**
     * What an interview's message says when the room knows the interview at another time: {@code before}, that time in the words
     * of the card that told it, {@code after}.
     */
    public record Moved(String before, String after) {}

    /** @param room as it is made if it does not exist; its id is the draft's room */
    public record Telling(Room room, Draft draft, @Nullable Moved ifMoved) {}

    /** Makes a message of the platform unique. */
    private record Key(UUID room, UUID event) {
        static Key of(Draft draft) {
            return new Key(draft.roomId(), draft.clientKey());
        }
    }

    /** A batch as committed; drafts in the order of their outcomes. */
    private record Committed(List<Draft> drafts, Outcome[] outcomes, List<Room> made) {
        /** With these, of which nothing was stored. */
        Committed and(List<Telling> refused, Outcome why) {
            if (refused.isEmpty()) return this;
            List<Draft> all = new ArrayList<>(drafts);
            refused.forEach(t -> all.add(t.draft()));
            Outcome[] each = Arrays.copyOf(outcomes, all.size());
            Arrays.fill(each, outcomes.length, each.length, why);
            return new Committed(all, each, made);
        }
    }

    /** One outcome per telling. Blocking. @throws Refusal (503) nothing may have been stored: the same batch may come again */
    public List<Outcome> store(List<Telling> tellings) {
        Map<Key, Telling> distinct = new LinkedHashMap<>();
        tellings.forEach(t -> distinct.putIfAbsent(Key.of(t.draft()), t));
        Map<Key, Outcome> outcomes = new HashMap<>();
        for (Committed batch : persistently(List.copyOf(distinct.values()))) {
            for (int i = 0; i < batch.outcomes.length; i++)
                outcomes.put(Key.of(batch.drafts.get(i)), batch.outcomes[i]);
        }
        List<Outcome> answers = new ArrayList<>(tellings.size());
        for (Telling t : tellings) {
            Key key = Key.of(t.draft());
            Outcome outcome = Objects.requireNonNull(outcomes.get(key));
            answers.add(outcome);
            // The second of two in one batch is a duplicate of the first.
            if (outcome instanceof Stored s) outcomes.put(key, s.again());
        }
        return answers;
    }

    /** Again after a deadlock or a racing duplicate, one by one when one of them is the culprit. An outage is the caller's to wait for. */
    private List<Committed> persistently(List<Telling> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                Committed committed = commit(batch);
                publish(committed);
                return List.of(committed);
            } catch (SQLException e) {
                if (Outage.is(e)) throw Outage.refusal();
                if (attempt < ATTEMPTS && PersistentBatch.isWorthRetrying(e)) {
                    PersistentBatch.pause(attempt);
                    continue;
                }
                if (batch.size() > 1)
                    return batch.stream()
                            .flatMap(t -> persistently(List.of(t)).stream())
                            .toList();
                LOG.errorf(
                        e,
                        "An application's message cannot be stored in room %s",
                        batch.getFirst().room().id());
                throw Refusal.of(Code.INTERNAL, "The error has been logged.");
            }
        }
    }

    private Committed commit(List<Telling> batch) throws SQLException {
        Instant at = clock.instant();
        Map<UUID, Room> wanted = new LinkedHashMap<>();
        batch.forEach(t -> wanted.putIfAbsent(t.room().id(), t.room()));
        List<Span> spans = events.storing(batch.stream().map(Telling::draft).toList());
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Set<UUID> now = rooms.make(connection, wanted.values());
                List<Telling> others = ofOtherPeople(connection, batch, wanted, now);
                List<Telling> right =
                        batch.stream().filter(t -> !others.contains(t)).toList();
                List<Draft> drafts = right.stream().map(Telling::draft).toList();
                Outcome[] outcomes = drafts.isEmpty() ? new Outcome[0] : messages.store(connection, drafts, at);
                List<Draft> told = retold(connection, right, outcomes);
                connection.commit();
                return new Committed(
                                told,
                                outcomes,
                                wanted.values().stream()
                                        .filter(room -> now.contains(room.id()))
                                        .toList())
                        .and(others, OTHER_PEOPLES);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } finally {
            spans.forEach(Span::end);
        }
    }

    /**
     * Those whose people are not their room's. That may be: each side may open the room of an application over REST, under whatever id it
     * names, and what the platform says of an application is not for others.
     */
    private List<Telling> ofOtherPeople(
            Connection connection, List<Telling> batch, Map<UUID, Room> wanted, Set<UUID> made) throws SQLException {
        Map<UUID, Set<String>> people = new HashMap<>();
        wanted.forEach((id, room) -> people.put(id, room.userIds()));
        people.putAll(rooms.people(
                connection,
                wanted.keySet().stream().filter(id -> !made.contains(id)).toList()));
        return batch.stream()
                .filter(t -> !t.room().userIds().equals(people.get(t.room().id())))
                .toList();
    }

    private List<Draft> retold(Connection connection, List<Telling> batch, Outcome[] outcomes) throws SQLException {
        List<MovedInterviews.Told> interviews = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Telling t = batch.get(i);
            if (t.ifMoved() != null && outcomes[i] instanceof Stored stored && !stored.duplicate())
                interviews.add(new MovedInterviews.Told(place(t, stored), t.ifMoved()));
        }
        Map<MessageLookup.Place, MovedInterviews.Words> words = moved.retell(connection, interviews);
        List<Draft> drafts = new ArrayList<>(outcomes.length);
        for (int i = 0; i < outcomes.length; i++) {
            Telling t = batch.get(i);
            MovedInterviews.Words now = outcomes[i] instanceof Stored stored ? words.get(place(t, stored)) : null;
            drafts.add(now == null ? t.draft() : t.draft().withWords(now.content(), now.card()));
        }
        return drafts;
    }

    private static MessageLookup.Place place(Telling telling, Stored stored) {
        return new MessageLookup.Place(telling.room().id(), stored.seq());
    }

    /** After the commit: the rooms first, so that who follows them hears their messages. */
    private void publish(Committed batch) {
        events.count(batch.drafts.size());
        if (!batch.made.isEmpty()) safely(() -> made.fire(new RoomsMade(batch.made)));
        List<RoomEvent> stored = new ArrayList<>();
        for (int i = 0; i < batch.outcomes.length; i++) {
            Draft draft = batch.drafts.get(i);
            if (batch.outcomes[i] instanceof Stored s && !s.duplicate())
                // Most are about rooms that nobody looks at just now: no frame is written for these.
                stored.add(fanout.isFollowedHere(draft.roomId()) ? events.of(draft, s) : events.hint(draft, s));
        }
        safely(() -> fanout.publish(stored));
    }

    private static void safely(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("Committed events could not be passed on; the sweep will", e);
        }
    }
}
