package com.carechain.bridge.event;

import java.util.Locale;

/** Why a record was parked, coarse enough to be a metric's tag; the sentence beside it has the details. */
public enum PoisonKind {
    NULL_VALUE,
    NULL_KEY,
    TOO_LARGE,
    NOT_JSON,
    NOT_AN_OBJECT,
    NOT_A_CLOUDEVENT,
    SPEC_VERSION,
    ATTRIBUTE,
    DATA,
    SCHEMA,
    TIME,
    TIME_ZONE,
    SAME_PERSON,
    KEY_MISMATCH,
    /** Reading failed in a way nobody thought of. */
    UNREADABLE,
    /** chat-service refuses the event for ever. */
    REJECTED;

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
