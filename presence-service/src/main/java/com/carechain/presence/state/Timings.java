package com.carechain.presence.state;

import java.time.Duration;
import java.util.Map;

/**
 * The durations that the scripts work with, checked.
 *
 * @param lease how long a connection lives unrenewed
 * @param grace how long a closed connection still counts
 * @param typing until typing ends by itself; longer than {@code typingRefresh}
 * @param typingRefresh within which repeated typing is ignored
 * @param retention how long an offline user is remembered
 * @param unlistedAfter how long an unlisted connection is spared
 * @param outageAfter without a sweep counts as an outage
 * @param outageHold during which no lease lapses after one
 */
public record Timings(
        Duration lease,
        Duration grace,
        Duration typing,
        Duration typingRefresh,
        Duration retention,
        Duration unlistedAfter,
        Duration outageAfter,
        Duration outageHold) {

    public Timings {
        Map.of(
                        "lease", lease,
                        "grace", grace,
                        "typing.lasts", typing,
                        "typing.refresh", typingRefresh,
                        "last-seen-kept", retention,
                        "unlisted-after", unlistedAfter,
                        "outage.after", outageAfter,
                        "outage.hold", outageHold)
                .forEach((name, value) -> require(value.isPositive(), name + " must be longer than 0"));
        require(typing.compareTo(typingRefresh) > 0, "typing.lasts must be longer than typing.refresh");
        require(outageAfter.compareTo(Duration.ofSeconds(2)) >= 0, "outage.after must be at least 2s");
        require(unlistedAfter.compareTo(lease) < 0, "unlisted-after must be shorter than lease");
    }

    static Timings of(StateConfig config) {
        return new Timings(
                config.lease(),
                config.grace(),
                config.typing().lasts(),
                config.typing().refresh(),
                config.lastSeenKept(),
                config.unlistedAfter(),
                config.outage().after(),
                config.outage().hold());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("carechain.presence." + message);
        }
    }
}
