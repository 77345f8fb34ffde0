package com.carechain.bench.stack;

import java.net.URI;

/** How many messages the chat replicas have committed, by their own metric: cheaper than asking PostgreSQL ten times a second. */
public final class Stored {

    private static final String NAME = "carechain_messages_stored_total";

    private final Target target;
    private final Rest rest;

    public Stored(Target target, Rest rest) {
        this.target = target;
        this.rest = rest;
    }

    public long count() {
        return target.management().stream().mapToLong(this::of).sum();
    }

    /** A replica that has stored nothing yet does not have the metric. */
    private long of(URI management) {
        return rest.call("GET", management.resolve("/q/metrics"), null, null)
                .lines()
                .filter(line -> line.startsWith(NAME))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
