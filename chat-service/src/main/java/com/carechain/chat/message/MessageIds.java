package com.carechain.chat.message;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of messages: UUIDv7 (RFC 9562), so that they rise with time. */
final class MessageIds {
    private MessageIds() {}

    /** 48 bits of milliseconds, 74 random bits. Not a secret: who may read a message is decided by membership. */
    static UUID next(Instant at) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
        long low = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low);
    }
}
