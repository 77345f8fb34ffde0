package com.carechain.chat.room;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code room}, read only: it is made and its counters move in SQL, under the row's lock. */
@Entity
@Table(name = "room")
class RoomEntity {
    @Id
    UUID id;

    String applicationId;
    String jobId;
    String jobTitle;
    String status;
    long lastSeq;
    long rev;
    Instant createdAt;
    Instant updatedAt;
}
