package com.carechain.chat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody is in a room. */
public enum Role {
    @JsonProperty("candidate")
    CANDIDATE,
    @JsonProperty("employer")
    EMPLOYER,
    /** The platform itself: application events. Never a member. */
    @JsonProperty("system")
    SYSTEM;

    private final String wire = name().toLowerCase(java.util.Locale.ROOT);

    /** As stored and sent. */
    public String wire() {
        return wire;
    }

    public static Role of(String wire) {
        return valueOf(wire.toUpperCase(java.util.Locale.ROOT));
    }
}
