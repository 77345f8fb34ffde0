package com.carechain.bridge.event;

import org.jspecify.annotations.Nullable;

/** The five CloudEvents types of the contract and the schema file of each one's data. */
public enum EventType {
    SUBMITTED("com.carechain.application.submitted", "application-submitted"),
    STATUS_CHANGED("com.carechain.application.status-changed", "application-status-changed"),
    INTERVIEW_SCHEDULED("com.carechain.application.interview-scheduled", "application-interview-scheduled"),
    INTERVIEW_CANCELLED("com.carechain.application.interview-cancelled", "application-interview-cancelled"),
    WITHDRAWN("com.carechain.application.withdrawn", "application-withdrawn");

    private final String wireName;
    private final String schema;

    EventType(String wireName, String schema) {
        this.wireName = wireName;
        this.schema = schema;
    }

    public String wireName() {
        return wireName;
    }

    /** File name beneath {@code schemas/} on the class path. */
    public String schemaFile() {
        return schema + ".schema.json";
    }

    static @Nullable EventType of(String wireName) {
        for (EventType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
