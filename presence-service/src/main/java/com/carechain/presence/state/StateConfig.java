package com.carechain.presence.state;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The durations of presence; {@link Timings} refuses nonsense at start. */
@ConfigMapping(prefix = "carechain.presence")
public interface StateConfig {

    /** How long a connection lives without a heartbeat: two lost ones of 15 s are survived, a dead replica shows within 50 s. */
    @WithDefault("40s")
    Duration lease();

    /** How long a closed connection still counts, so that a reload or a change of network shows nothing. */
    @WithDefault("10s")
    Duration grace();

    /** How long an offline user's last_seen is kept. */
    @WithDefault("90d")
    Duration lastSeenKept();

    /** A connection opened this recently is not released when a heartbeat does not list it: the list may be older. */
    @WithDefault("5s")
    Duration unlistedAfter();

    Typing typing();

    Outage outage();

    /** Typing ends by itself. */
    interface Typing {

        /** After this long without another report. */
        @WithDefault("6s")
        Duration lasts();

        /** Reports that come sooner after the last one are ignored. */
        @WithDefault("1s")
        Duration refresh();
    }

    /** When Redis or all presence replicas were away, heartbeats were not heard: leases must not lapse for that. */
    interface Outage {

        /** So long without any sweep counts as an outage. */
        @WithDefault("5s")
        Duration after();

        /** So long afterwards no lease lapses; more than one heartbeat interval of chat-service. */
        @WithDefault("20s")
        Duration hold();
    }
}
