package com.carechain.bridge.event;

import com.carechain.bridge.event.EventData.InterviewData;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns checked wire data into an event, with the rules no schema can say: real dates, real zones, two people. */
final class EventAssembler {
    /** IANA names only: an offset such as +02:00 knows no summer time, so it is no zone to be told a date in. */
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private EventAssembler() {}

    static ApplicationEvent assemble(EventType type, String eventId, EventData data) throws Unreadable {
        Application application = application(data);
        String note = text(data.note());
        return switch (type) {
            case SUBMITTED -> new ApplicationEvent.Submitted(eventId, application, note);
            case STATUS_CHANGED ->
                new ApplicationEvent.StatusChanged(
                        eventId, application, Objects.requireNonNull(data.status()), data.previousStatus(), note);
            case INTERVIEW_SCHEDULED ->
                new ApplicationEvent.InterviewScheduled(
                        eventId, application, interview(Objects.requireNonNull(data.interview())), note);
            case INTERVIEW_CANCELLED -> cancelled(eventId, application, Objects.requireNonNull(data.interview()), note);
            case WITHDRAWN -> new ApplicationEvent.Withdrawn(eventId, application, note);
        };
    }

    private static Application application(EventData data) throws Unreadable {
        if (data.candidate().id().equals(data.employer().id())) {
            throw new Unreadable(PoisonKind.SAME_PERSON, "data.candidate and data.employer are the same person.");
        }
        return new Application(
                data.applicationId(),
                data.version(),
                time("data.occurred_at", data.occurredAt()),
                data.job(),
                data.candidate(),
                data.employer());
    }

    private static ApplicationEvent cancelled(
            String eventId, Application application, InterviewData data, @Nullable String note) throws Unreadable {
        boolean complete = data.startsAt() != null && data.durationMinutes() != null && data.timeZone() != null;
        return new ApplicationEvent.InterviewCancelled(
                eventId, application, data.id(), complete ? interview(data) : null, note);
    }

    private static Interview interview(InterviewData data) throws Unreadable {
        Instant startsAt = time("data.interview.starts_at", Objects.requireNonNull(data.startsAt()));
        String before = data.previousStartsAt();
        Instant previous = before == null ? null : time("data.interview.previous_starts_at", before);
        return new Interview(
                data.id(),
                startsAt,
                startsAt.equals(previous) ? null : previous,
                Objects.requireNonNull(data.durationMinutes()),
                zone(Objects.requireNonNull(data.timeZone())),
                text(data.location()),
                data.videoUrl());
    }

    private static Instant time(String field, String value) throws Unreadable {
        OffsetDateTime time;
        try {
            time = OffsetDateTime.parse(value, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        } catch (DateTimeException notATime) {
            throw new Unreadable(
                    PoisonKind.TIME,
                    field + " is not a date and time that exists, written as RFC 3339 with an offset.");
        }
        if (time.getYear() < 1970 || time.getYear() > 2999) {
            throw new Unreadable(PoisonKind.TIME, field + " lies outside the years 1970 to 2999.");
        }
        return time.toInstant();
    }

    private static ZoneId zone(String name) throws Unreadable {
        if (!ZONES.contains(name)) {
            throw new Unreadable(PoisonKind.TIME_ZONE, "data.interview.time_zone is not a known IANA time zone.");
        }
        return ZoneId.of(name);
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
