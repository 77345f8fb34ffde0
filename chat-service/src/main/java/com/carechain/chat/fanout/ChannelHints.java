package com.carechain.chat.fanout;

import java.util.List;
import java.util.UUID;

/** The way between replicas. Never blocks, never fails: what does not arrive is found in PostgreSQL. */
interface ChannelHints {
    /** Somebody here follows the room now. */
    void listen(UUID room);

    /** Nobody here follows it any more. */
    void ignore(UUID room);

    /** Tells the other replicas, if there are any. */
    void publish(List<RoomEvent> events);
}
