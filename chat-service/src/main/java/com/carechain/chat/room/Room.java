package com.carechain.chat.room;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.Person;
import com.carechain.chat.wire.Role;
import com.carechain.chat.wire.RoomView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A room and its members as read in one moment. */
public record Room(
        UUID id,
        @Nullable String applicationId,
        Job job,
        String status,
        long lastSeq,
        long rev,
        Instant createdAt,
        Instant updatedAt,
        List<Member> members) {

    /** @param left has been removed: may see and do nothing here any more */
    public record Member(String userId, Role role, String name, long readSeq, long deliveredSeq, boolean left) {
        public MessageView.Sender asSender() {
            return new MessageView.Sender(userId, name, role);
        }
    }

    /** One that nobody has seen yet: no messages, rev 0. */
    public static Room made(NewRoom wanted, Instant at) {
        Person candidate = wanted.candidate();
        Person employer = wanted.employer();
        return new Room(
                RoomId.of(
                        wanted.applicationId(),
                        candidate.id(),
                        employer.id(),
                        wanted.job().id()),
                wanted.applicationId(),
                wanted.job(),
                "active",
                0,
                0,
                at,
                at,
                List.of(
                        new Member(candidate.id(), Role.CANDIDATE, candidate.name(), 0, 0, false),
                        new Member(employer.id(), Role.EMPLOYER, employer.name(), 0, 0, false)));
    }

    public boolean isClosed() {
        return status.equals("closed");
    }

    /** Of all members, those who have left included. */
    public Set<String> userIds() {
        return members.stream().map(Member::userId).collect(Collectors.toSet());
    }

    public Optional<Member> member(String userId) {
        return members.stream().filter(m -> !m.left && m.userId.equals(userId)).findFirst();
    }

    /** @throws Refusal 404, as if there were no such room */
    public Member memberOrNotFound(String userId) {
        return member(userId).orElseThrow(Refusal::roomNotFound);
    }

    public RoomView view(@Nullable MessageView lastMessage, long unread) {
        return new RoomView(
                id,
                applicationId,
                job,
                person(Role.CANDIDATE),
                person(Role.EMPLOYER),
                status,
                members.stream()
                        .map(m -> new RoomView.Participant(m.userId, m.name, m.role, m.readSeq, m.deliveredSeq))
                        .toList(),
                lastMessage,
                lastSeq,
                rev,
                unread,
                createdAt,
                updatedAt);
    }

    public Person person(Role role) {
        return members.stream()
                .filter(m -> m.role == role)
                .findFirst()
                .map(m -> new Person(m.userId, m.name))
                .orElseThrow();
    }
}
