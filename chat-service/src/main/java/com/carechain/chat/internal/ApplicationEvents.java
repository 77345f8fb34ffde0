package com.carechain.chat.internal;

import com.carechain.chat.internal.ApplicationEventsResource.Result;
import com.carechain.chat.message.Drafting;
import com.carechain.chat.message.Outcome;
import com.carechain.chat.message.WriteLanes;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.problem.Refusal.FieldError;
import com.carechain.chat.room.NewRoom;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the rooms that events need and posts their messages, in the order given, through the same lanes as everyone's. */
@ApplicationScoped
class ApplicationEvents {
    private static final int MAX_CARD = 8 * 1024;
    private final RoomService rooms;
    private final Drafting drafting;
    private final WriteLanes lanes;
    private final Validator validator;

    ApplicationEvents(RoomService rooms, Drafting drafting, WriteLanes lanes, Validator validator) {
        this.rooms = rooms;
        this.drafting = drafting;
        this.lanes = lanes;
        this.validator = validator;
    }

    /** One result per event. @throws Refusal (503) when the whole batch should come again */
    List<Result> apply(List<ApplicationEvent> events) {
        Map<String, Room> known = new HashMap<>();
        return events.stream()
                .map(event -> submitted(event, known)) // all are in the lanes before the first is waited for
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<Result> submitted(ApplicationEvent event, Map<String, Room> known) {
        String wrong = wrong(event);
        if (wrong != null) return CompletableFuture.completedFuture(Result.rejected(event, wrong));
        Room room = known.get(event.applicationId());
        try {
            if (room == null) {
                room = rooms.ensure(
                                new NewRoom(event.applicationId(), event.job(), event.candidate(), event.employer()))
                        .room();
                known.put(event.applicationId(), room);
            }
        } catch (Refusal e) {
            return CompletableFuture.completedFuture(Result.rejected(event, e.detail()));
        }
        CompletableFuture<Result> result = new CompletableFuture<>();
        UUID id = room.id();
        lanes.submit(
                drafting.system(
                        id,
                        event.eventId(),
                        event.content(),
                        event.card().toString(),
                        event.version(),
                        event.closesRoom(),
                        event.traceparent()),
                outcome -> complete(result, event, id, outcome));
        return result;
    }

    private static void complete(CompletableFuture<Result> result, ApplicationEvent event, UUID room, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored s -> result.complete(Result.done(event, s.duplicate() ? "duplicate" : "applied", room));
            case Outcome.Late() -> result.complete(Result.done(event, "late", room));
            case Outcome.Refused(Refusal why) -> {
                if (why.code() == Code.INVALID) result.complete(Result.rejected(event, why.detail()));
                else result.completeExceptionally(why);
            }
        }
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
        return drafting.complaint(event.content(), card);
    }
}
