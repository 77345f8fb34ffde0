package com.carechain.bridge.event;

import org.jspecify.annotations.Nullable;

/** One step of a job application, checked: every bound of the contract holds. */
public sealed interface ApplicationEvent {

    /** CloudEvents {@code source} and {@code id} joined by {@code #}: the idempotency key, 1 to 512 characters. */
    String eventId();

    Application application();

    /** Free text for both sides, at most 4,000 characters. */
    @Nullable
    String note();

    record Submitted(
            String eventId,
            Application application,
            @Nullable String note) implements ApplicationEvent {}

    record StatusChanged(
            String eventId,
            Application application,
            String status,
            @Nullable String previousStatus,
            @Nullable String note)
            implements ApplicationEvent {}

    record InterviewScheduled(
            String eventId,
            Application application,
            Interview interview,
            @Nullable String note) implements ApplicationEvent {}

    /** @param interview null when the event names the interview by its id alone */
    record InterviewCancelled(
            String eventId,
            Application application,
            String interviewId,
            @Nullable Interview interview,
            @Nullable String note)
            implements ApplicationEvent {}

    record Withdrawn(
            String eventId,
            Application application,
            @Nullable String note) implements ApplicationEvent {}
}
