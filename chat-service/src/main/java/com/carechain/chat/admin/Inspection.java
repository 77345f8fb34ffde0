package com.carechain.chat.admin;

import com.carechain.chat.admin.Audit.Entry;
import com.carechain.chat.message.AllMessages;
import com.carechain.chat.message.MessageSearch;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.presence.PresenceView;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.AllRooms;
import com.carechain.chat.room.RoomQuery;
import com.carechain.chat.room.TimeCursor;
import com.carechain.chat.room.WholeRoom;
import com.carechain.chat.wire.MessageView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What administrators look at. What is shown and its line in the audit are one transaction: what cannot be recorded is not shown. */
@ApplicationScoped
class Inspection {
    private final Desk desk;
    private final Audit audit;
    private final AllRooms rooms;
    private final AllMessages messages;
    private final PresenceView presence;
    private final InstantSource clock;
    private final Duration searchSpan;

    Inspection(
            Desk desk,
            Audit audit,
            AllRooms rooms,
            AllMessages messages,
            PresenceView presence,
            InstantSource clock,
            ChatConfig config) {
        this.desk = desk;
        this.audit = audit;
        this.rooms = rooms;
        this.messages = messages;
        this.presence = presence;
        this.clock = clock;
        this.searchSpan = config.admin().searchSpan();
    }

    /** @param nextCursor goes into {@code ?cursor=} for the next page; null at the end */
    @RegisterForReflection
    record RoomList(List<AdminRoom> results, @Nullable String nextCursor) {}

    RoomList rooms(Operator who, RoomQuery asked) {
        return desk.ask(() -> {
            AllRooms.Page page = rooms.page(asked);
            audit.record(
                    who,
                    Entry.of(
                            Action.ROOMS_LISTED,
                            details(asked).and("shown", page.rooms().size())));
            return new RoomList(page.rooms().stream().map(AdminRoom::of).toList(), page.nextCursor());
        });
    }

    private static Details details(RoomQuery asked) {
        return Details.none()
                .and("q", asked.text())
                .and("status", asked.status())
                .and("job", asked.job())
                .and("user", asked.user())
                .and("application", asked.application())
                .and("from", asked.from())
                .and("to", asked.to())
                .and("further", asked.cursor() == null ? null : true);
    }

    /** With everybody's presence. @throws Refusal 404 */
    AdminRoom room(Operator who, UUID id) {
        WholeRoom room = desk.ask(() -> {
            WholeRoom found = rooms.read(id).orElseThrow(Refusal::roomNotFound);
            audit.record(who, Entry.about(id, Action.ROOM_OPENED, Details.none()));
            return found;
        });
        return AdminRoom.of(
                room,
                presence.known(
                        room.members().stream().map(WholeRoom.Member::userId).collect(Collectors.toSet())));
    }

    /** @param hasMore there are more in the direction that was asked for */
    @RegisterForReflection
    record MessagePage(List<AdminMessage> results, boolean hasMore) {}

    /** Ascending; without a place the newest. @throws Refusal 404 when there is no such room */
    MessagePage messages(Operator who, UUID room, @Nullable Long beforeSeq, @Nullable Long afterSeq, int limit) {
        return desk.ask(() -> {
            if (rooms.read(room).isEmpty()) throw Refusal.roomNotFound();
            List<MessageView> found = messages.page(room, beforeSeq, afterSeq, limit + 1);
            boolean more = found.size() > limit;
            if (more) found = afterSeq == null ? found.subList(1, found.size()) : found.subList(0, limit);
            Details shown = Details.none().and("shown", found.size());
            if (!found.isEmpty())
                shown.and("first_seq", found.getFirst().seq())
                        .and("last_seq", found.getLast().seq());
            audit.record(who, Entry.about(room, Action.MESSAGES_READ, shown));
            return new MessagePage(withRedactions(found), more);
        });
    }

    private List<AdminMessage> withRedactions(List<MessageView> found) throws SQLException {
        Map<UUID, Redaction> redactions = new HashMap<>();
        Map<UUID, List<UUID>> tombstones = found.stream()
                .filter(m -> m.deletedAt() != null)
                .collect(Collectors.groupingBy(
                        MessageView::roomId, Collectors.mapping(MessageView::id, Collectors.toList())));
        for (Map.Entry<UUID, List<UUID>> room : tombstones.entrySet())
            redactions.putAll(audit.redactions(room.getKey(), room.getValue()));
        return found.stream()
                .map(m -> new AdminMessage(m, redactions.get(m.id())))
                .toList();
    }

    /**
     * Messages that were found, newest first.
     *
     * @param rooms      the rooms they are in
     * @param nextCursor goes into {@code ?cursor=} for the next page; null at the end
     */
    @RegisterForReflection
    record Found(
            List<AdminMessage> results,
            List<AdminRoom> rooms,
            @Nullable String nextCursor) {}

    /** @throws Refusal 400 when it says nowhere to look, 422 when looking takes too long */
    Found search(Operator who, MessageSearch asked) {
        requireBounds(asked);
        return desk.ask(() -> {
            MessageSearch oneMore = new MessageSearch(
                    asked.text(),
                    asked.room(),
                    asked.sender(),
                    asked.from(),
                    asked.to(),
                    asked.after(),
                    asked.limit() + 1);
            List<MessageView> found = messages.search(oneMore);
            boolean more = found.size() > asked.limit();
            List<MessageView> page = more ? found.subList(0, asked.limit()) : found;
            audit.record(who, new Entry(Action.MESSAGES_SEARCHED, asked.room(), null, null, details(asked, page)));
            List<UUID> ids = page.stream().map(MessageView::roomId).distinct().toList();
            return new Found(
                    page.stream().map(m -> new AdminMessage(m, null)).toList(),
                    rooms.read(ids).stream().map(AdminRoom::of).toList(),
                    more ? cursor(page.getLast()) : null);
        });
    }

    private static String cursor(MessageView last) {
        return new TimeCursor(last.createdAt(), last.id()).encoded();
    }

    /** With what was shown, message by message: the contents of a search come from many rooms. */
    private static Details details(MessageSearch asked, List<MessageView> shown) {
        return Details.none()
                .and("q", asked.text())
                .and("sender", asked.sender())
                .and("from", asked.from())
                .and("to", asked.to())
                .and("shown", shown.stream().map(MessageView::id).toList());
    }

    /** There is no index of words: see {@link MessageSearch}. */
    private void requireBounds(MessageSearch asked) {
        Instant from = asked.from();
        Instant to = asked.to() == null ? clock.instant() : asked.to();
        if (from != null && !from.isBefore(to)) throw Refusal.invalid("from", "must be before to");
        if (asked.room() != null || asked.sender() != null) return;
        if (from == null || Duration.between(from, to).compareTo(searchSpan) > 0)
            throw Refusal.invalid(
                    "from",
                    "must be at most %d days before to, unless room or sender says where to look"
                            .formatted(searchSpan.toDays()));
    }

    /** @param nextCursor goes into {@code ?cursor=} for the next page; null at the end */
    @RegisterForReflection
    record AuditPage(List<AuditLine> results, @Nullable String nextCursor) {}

    /** Newest first; looking at it is recorded too, after what is shown. */
    AuditPage audit(Operator who, AuditQuery asked) {
        return desk.ask(() -> {
            List<AuditLine> found = new ArrayList<>(audit.page(asked, asked.limit() + 1));
            boolean more = found.size() > asked.limit();
            if (more) found.removeLast();
            audit.record(who, new Entry(Action.AUDIT_LISTED, asked.room(), null, null, details(asked)));
            return new AuditPage(found, more ? String.valueOf(found.getLast().id()) : null);
        });
    }

    private static Details details(AuditQuery asked) {
        return Details.none()
                .and("actor", asked.actor())
                .and("actions", asked.actions().isEmpty() ? null : asked.actions())
                .and("from", asked.from())
                .and("to", asked.to())
                .and("further", asked.before() == null ? null : true);
    }
}
