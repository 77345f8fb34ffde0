package com.carechain.chat.room;

import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Role;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** All SQL about rooms and members, with {@link RoomBatch}, {@link RoomReads} and {@link RoomLists}, but for the counters and marks that messages and receipts move. */
@ApplicationScoped
public class Rooms implements PanacheRepositoryBase<RoomEntity, UUID> {

    /** A room with its members, as committed now. */
    @Transactional
    public Optional<Room> read(UUID id) {
        return assemble(find("id", id).list()).stream().findFirst();
    }

    /** Every room the user is a member of. */
    @Transactional
    public List<Room> of(String user) {
        return assemble(find("""
                from RoomEntity r where r.id in
                (select m.roomId from MemberEntity m where m.userId = ?1 and m.leftAt is null)""", user).list());
    }

    /** Everyone who shares a room with that user. */
    @Transactional
    public List<String> contacts(String user) {
        return getEntityManager()
                .createQuery("""
                        select distinct o.userId from MemberEntity m join MemberEntity o on o.roomId = m.roomId
                        where m.userId = :user and m.leftAt is null and o.userId <> :user and o.leftAt is null""", String.class)
                .setParameter("user", user)
                .getResultList();
    }

    private List<Room> assemble(List<RoomEntity> rows) {
        if (rows.isEmpty()) return List.of();
        Map<UUID, List<Room.Member>> members =
                members(rows.stream().map(r -> r.id).toList());
        return rows.stream()
                .map(r -> room(r, members.getOrDefault(r.id, List.of())))
                .toList();
    }

    private Map<UUID, List<Room.Member>> members(Collection<UUID> rooms) {
        return getEntityManager()
                .createQuery("from MemberEntity m where m.roomId in :rooms order by m.role", MemberEntity.class)
                .setParameter("rooms", rooms)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        m -> m.roomId, Collectors.mapping(Rooms::member, Collectors.toUnmodifiableList())));
    }

    private static Room room(RoomEntity r, List<Room.Member> members) {
        return new Room(
                r.id,
                r.applicationId,
                new Job(r.jobId, r.jobTitle),
                r.status,
                r.lastSeq,
                r.rev,
                r.createdAt,
                r.updatedAt,
                members);
    }

    private static Room.Member member(MemberEntity m) {
        return new Room.Member(m.userId, Role.of(m.role), m.name, m.readSeq, m.deliveredSeq, m.leftAt != null);
    }
}
