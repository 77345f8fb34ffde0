package com.carechain.bridge.card;

import com.carechain.bridge.card.Card.InterviewCard;
import com.carechain.bridge.card.SystemMessage.Moved;
import com.carechain.bridge.event.Application;
import com.carechain.bridge.event.ApplicationEvent;
import com.carechain.bridge.event.ApplicationEvent.InterviewCancelled;
import com.carechain.bridge.event.ApplicationEvent.InterviewScheduled;
import com.carechain.bridge.event.ApplicationEvent.StatusChanged;
import com.carechain.bridge.event.ApplicationEvent.Submitted;
import com.carechain.bridge.event.ApplicationEvent.Withdrawn;
import com.carechain.bridge.event.Interview;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the message for an event. The same event always gives the same message. */
public final class SystemMessages {
    private static final int CONTENT_AT_MOST = 10_000;
    private static final int CARD_NOTE_AT_MOST = 1_000;
    private static final String MOVED_FROM = "Interview moved from ";
    /** More characters than {@link #MOVED_FROM} and any start in words have together. */
    private static final int PREVIOUS = 200;

    private SystemMessages() {}

    public static SystemMessage of(ApplicationEvent event) {
        return new SystemMessage(
                cut(withNote(content(event), event), CONTENT_AT_MOST),
                card(event),
                event instanceof Withdrawn,
                ifMoved(event));
    }

    private static String withNote(String content, ApplicationEvent event) {
        return event.note() == null ? content : content + "\n\n" + event.note();
    }

    /** An event that says itself from when the interview was moved needs nobody else's word for it. */
    private static @Nullable Moved ifMoved(ApplicationEvent event) {
        if (!(event instanceof InterviewScheduled scheduled)
                || scheduled.interview().previousStartsAt() != null) {
            return null;
        }
        return new Moved(
                MOVED_FROM,
                cut(withNote(" to " + particulars(scheduled.interview()), event), CONTENT_AT_MOST - PREVIOUS));
    }

    private static String content(ApplicationEvent event) {
        Application application = event.application();
        return switch (event) {
            case Submitted s ->
                application.candidate().name() + " applied for "
                        + application.job().title() + ".";
            case StatusChanged s -> statusChange(s);
            case InterviewScheduled s -> invitation(s.interview());
            case InterviewCancelled c ->
                c.interview() == null
                        ? "The interview is cancelled."
                        : "The interview on " + DateWords.start(c.interview()) + " is cancelled.";
            case Withdrawn w -> "The application for " + application.job().title() + " was withdrawn.";
        };
    }

    private static String statusChange(StatusChanged change) {
        String to = StatusWords.label(change.status());
        return change.previousStatus() == null
                ? "The application is now: " + to + "."
                : "The application moved from \"" + StatusWords.label(change.previousStatus()) + "\" to \"" + to
                        + "\".";
    }

    private static String invitation(Interview interview) {
        String start = interview.previousStartsAt() == null
                ? "Interview scheduled for "
                : MOVED_FROM + DateWords.start(interview.previousStartsAt(), interview.timeZone()) + " to ";
        return start + particulars(interview);
    }

    /** When, how long, where. */
    private static String particulars(Interview interview) {
        StringBuilder text = new StringBuilder(DateWords.start(interview))
                .append(", ")
                .append(DateWords.duration(interview.durationMinutes()))
                .append('.');
        if (interview.location() != null) {
            text.append("\nPlace: ").append(interview.location());
        }
        if (interview.videoUrl() != null) {
            text.append("\nVideo: ").append(interview.videoUrl());
        }
        return text.toString();
    }

    private static Card card(ApplicationEvent event) {
        return switch (event) {
            case Submitted s -> card(s, Kind.APPLICATION_SUBMITTED, null, null, null);
            case StatusChanged s -> card(s, Kind.STATUS_CHANGED, s.status(), s.previousStatus(), null);
            case InterviewScheduled s -> card(s, Kind.INTERVIEW_SCHEDULED, null, null, interviewCard(s.interview()));
            case InterviewCancelled c ->
                card(
                        c,
                        Kind.INTERVIEW_CANCELLED,
                        null,
                        null,
                        c.interview() == null ? idOnly(c.interviewId()) : interviewCard(c.interview()));
            case Withdrawn w -> card(w, Kind.APPLICATION_WITHDRAWN, null, null, null);
        };
    }

    private static Card card(
            ApplicationEvent event,
            Kind kind,
            @Nullable String status,
            @Nullable String previousStatus,
            @Nullable InterviewCard interview) {
        Application application = event.application();
        return new Card(
                kind,
                application.id(),
                application.job(),
                application.occurredAt(),
                application.version(),
                status,
                status == null ? null : StatusWords.label(status),
                previousStatus,
                previousStatus == null ? null : StatusWords.label(previousStatus),
                event.note() == null ? null : cut(event.note(), CARD_NOTE_AT_MOST),
                interview);
    }

    private static InterviewCard interviewCard(Interview interview) {
        return new InterviewCard(
                interview.id(),
                interview.startsAt(),
                interview.startsAt().atZone(interview.timeZone()).toOffsetDateTime(),
                DateWords.start(interview),
                interview.startsAt().plus(Duration.ofMinutes(interview.durationMinutes())),
                interview.previousStartsAt(),
                interview.durationMinutes(),
                interview.timeZone().getId(),
                interview.location(),
                interview.videoUrl(),
                interview.previousStartsAt() != null);
    }

    private static InterviewCard idOnly(String interviewId) {
        return new InterviewCard(interviewId, null, null, null, null, null, null, null, null, null, false);
    }

    /** At most {@code max} UTF-16 units, never through the middle of a character. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
