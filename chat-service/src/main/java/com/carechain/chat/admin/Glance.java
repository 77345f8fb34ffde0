package com.carechain.chat.admin;

import com.carechain.chat.admin.Audit.Entry;
import com.carechain.chat.admin.Overview.Replica;
import com.carechain.chat.outbox.OutboxBacklog;
import com.carechain.chat.presence.PresenceView;
import com.carechain.chat.room.AllRooms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Puts the overview together. */
@ApplicationScoped
class Glance {
    private final Desk desk;
    private final Audit audit;
    private final ReplicaReports replicas;
    private final AllRooms rooms;
    private final OutboxBacklog outbox;
    private final PresenceView presence;
    private final InstantSource clock;

    Glance(
            Desk desk,
            Audit audit,
            ReplicaReports replicas,
            AllRooms rooms,
            OutboxBacklog outbox,
            PresenceView presence,
            InstantSource clock) {
        this.desk = desk;
        this.audit = audit;
        this.replicas = replicas;
        this.rooms = rooms;
        this.outbox = outbox;
        this.presence = presence;
        this.clock = clock;
    }

    Overview overview(Operator who) {
        boolean isPresenceThere = !presence.known(Set.of(who.id())).isEmpty();
        return desk.ask(() -> {
            List<Replica> all = replicas.all();
            AllRooms.Totals totals = rooms.totals();
            OutboxBacklog.Waiting waiting = outbox.now();
            audit.record(who, Entry.of(Action.OVERVIEW_SEEN, Details.none()));
            return new Overview(
                    clock.instant(),
                    all,
                    all.stream()
                            .filter(Replica::isAlive)
                            .mapToInt(Replica::sockets)
                            .sum(),
                    new Overview.Rooms(totals.active(), totals.closed()),
                    new Overview.Messages(totals.messages(), replicas.byHour()),
                    new Overview.Outbox(waiting.events(), waiting.oldestSeconds()),
                    isPresenceThere);
        });
    }
}
