package com.carechain.chat.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an administrator did, as the audit names it. */
@RegisterForReflection
enum Action {
    @JsonProperty("rooms_listed")
    ROOMS_LISTED,
    @JsonProperty("room_opened")
    ROOM_OPENED,
    @JsonProperty("messages_read")
    MESSAGES_READ,
    @JsonProperty("messages_searched")
    MESSAGES_SEARCHED,
    @JsonProperty("message_redacted")
    MESSAGE_REDACTED,
    @JsonProperty("room_closed")
    ROOM_CLOSED,
    @JsonProperty("room_reopened")
    ROOM_REOPENED,
    @JsonProperty("audit_listed")
    AUDIT_LISTED,
    @JsonProperty("overview_seen")
    OVERVIEW_SEEN;

    /** As stored and sent. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> of(String wire) {
        return Arrays.stream(values()).filter(a -> a.wire().equals(wire)).findFirst();
    }
}
