package com.carechain.bridge.event;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The {@code data} of an event as it is on the wire, after its schema has been checked; extra fields are left behind. */
@RegisterForReflection
record EventData(
        String applicationId,
        long version,
        String occurredAt,
        Application.Job job,
        Application.Person candidate,
        Application.Person employer,
        @Nullable String status,
        @Nullable String previousStatus,
        @Nullable String note,
        @Nullable InterviewData interview) {

    /** An interview's fields; which of them must be there is the schema's business. */
    @RegisterForReflection
    record InterviewData(
            String id,
            @Nullable String startsAt,
            @Nullable String previousStartsAt,
            @Nullable Integer durationMinutes,
            @Nullable String timeZone,
            @Nullable String location,
            @Nullable String videoUrl) {}
}
