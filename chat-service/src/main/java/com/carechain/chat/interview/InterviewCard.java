package com.carechain.chat.interview;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a card about an interview; written by jobs-bridge-service, whose README has all of it.
 *
 * @param sequence rises with every event of the application
 */
@RegisterForReflection
record InterviewCard(
        @Nullable String kind, long sequence, @Nullable Instant occurredAt, Interview interview) {

    private static final String CANCELLED = "interview_cancelled";

    /** @param startsAt null when it was cancelled by its id alone */
    @RegisterForReflection
    record Interview(
            String id,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String location,
            @Nullable String videoUrl) {}

    boolean isCancelled() {
        return CANCELLED.equals(kind);
    }
}
