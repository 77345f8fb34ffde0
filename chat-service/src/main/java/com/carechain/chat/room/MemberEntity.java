package com.carechain.chat.room;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code member}, read only; made and moved in SQL. */
@Entity
@Table(name = "member")
@IdClass(MemberEntity.Key.class)
class MemberEntity {
    @Id
    UUID roomId;

    @Id
    String userId;

    String role;
    String name;
    long readSeq;
    long deliveredSeq;
    Instant leftAt;

    record Key(UUID roomId, String userId) implements Serializable {}
}
