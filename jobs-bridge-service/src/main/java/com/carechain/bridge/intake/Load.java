package com.carechain.bridge.intake;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is read and not finished, in records and bytes; reading pauses on it. */
final class Load {
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    void add(int recordBytes) {
        records.incrementAndGet();
        bytes.addAndGet(recordBytes);
    }

    void remove(int recordBytes) {
        records.decrementAndGet();
        bytes.addAndGet(-recordBytes);
    }

    int records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }
}
