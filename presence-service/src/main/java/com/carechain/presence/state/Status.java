package com.carechain.presence.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Online: a live connection is active. Away: all live connections are idle. Offline: there is none. */
public enum Status {
    ONLINE,
    AWAY,
    OFFLINE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
