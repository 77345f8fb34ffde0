package com.carechain.chat.internal;

import com.carechain.chat.internal.ApplicationEventsResource.Result;
import com.carechain.chat.message.ApplicationMessages;
import com.carechain.chat.message.ApplicationMessages.Moved;
import com.carechain.chat.message.ApplicationMessages.Telling;
import com.carechain.chat.message.Drafting;
import com.carechain.chat.message.Outcome;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.problem.Refusal.FieldError;
import com.carechain.chat.room.NewRoom;
import com.carechain.chat.room.Room;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks events one by one and stores those that may be stored, with the rooms they need, in one commit. */
@ApplicationScoped
class ApplicationEvents {
    private static final int MAX_CARD = 8 * 1024;
    private static final int MAX_INTERVIEW_ID = 64;
    private final ApplicationMessages messages;
    private final Drafting drafting;
    private final Validator validator;
    private final InstantSource clock;

    ApplicationEvents(ApplicationMessages messages, Drafting drafting, Validator validator, InstantSource clock) {
        this.messages = messages;
        this.drafting = drafting;
        this.validator = validator;
        this.clock = clock;
    }

    /** One result per event. @throws Refusal (5xx) when the whole batch should come again */
    List<Result> apply(List<ApplicationEvent> events) {
        Instant now = clock.instant();
        List<@Nullable String> complaints = new ArrayList<>(events.size());
        List<Telling> tellings = new ArrayList<>(events.size());
        for (ApplicationEvent event : events) {
            String wrong = wrong(event);
            complaints.add(wrong);
            if (wrong == null) tellings.add(telling(event, now));
        }
        Iterator<Telling> told = tellings.iterator();
        Iterator<Outcome> outcomes = tellings.isEmpty()
                ? List.<Outcome>of().iterator()
                : messages.store(tellings).iterator();
        List<Result> results = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            String wrong = complaints.get(i);
            results.add(
                    wrong == null
                            ? result(events.get(i), told.next().room(), outcomes.next())
                            : Result.rejected(events.get(i), wrong));
        }
        return results;
    }

    private Telling telling(ApplicationEvent event, Instant now) {
        Room room =
                Room.made(new NewRoom(event.applicationId(), event.job(), event.candidate(), event.employer()), now);
        ApplicationEvent.Moved moved = event.ifMoved();
        return new Telling(
                room,
                drafting.system(
                        room.id(),
                        event.eventId(),
                        event.content(),
                        event.card().toString(),
                        event.version(),
                        event.closesRoom(),
                        event.traceparent()),
                moved == null ? null : new Moved(moved.before(), moved.after()));
    }

    private static Result result(ApplicationEvent event, Room room, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored s -> Result.done(event, s.duplicate() ? "duplicate" : "applied", room.id());
            case Outcome.Late() -> Result.done(event, "late", room.id());
            case Outcome.Refused(Refusal why) -> {
                if (why.code() != Code.INVALID) throw why;
                yield Result.rejected(event, why.detail());
            }
        };
    }

    /** Null: nothing. */
    private @Nullable String wrong(ApplicationEvent event) {
        Set<ConstraintViolation<ApplicationEvent>> violations = validator.validate(event);
        if (!violations.isEmpty())
            return violations.stream()
                    .map(FieldError::of)
                    .map(e -> e.field() + " " + e.message())
                    .sorted()
                    .collect(Collectors.joining("; "));
        if (event.candidate().id().equals(event.employer().id()))
            return "employer must be someone else than the candidate";
        String card = event.card().toString();
        if (!event.card().isObject() || card.getBytes(StandardCharsets.UTF_8).length > MAX_CARD)
            return "card must be an object of at most 8 KiB";
        JsonNode interview = event.card().path("interview").path("id");
        if (!interview.isMissingNode()
                && (!interview.isTextual()
                        || interview.asText().isEmpty()
                        || interview.asText().length() > MAX_INTERVIEW_ID))
            return "card.interview.id must be 1-64 characters";
        String complaint = drafting.complaint(event.content(), card);
        ApplicationEvent.Moved moved = event.ifMoved();
        if (complaint != null || moved == null) return complaint;
        String other = drafting.complaint(moved.before() + moved.after(), "");
        return other == null ? null : "if_moved: " + other;
    }
}
