package com.carechain.chat.internal;

import com.carechain.chat.identity.UserId;
import com.carechain.chat.wire.Job;
import com.carechain.chat.wire.Person;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an application, told in its room.
 *
 * @param eventId    the CloudEvent's {@code source#id}: has its effect once, however often it comes
 * @param version    of the application; lower than one applied before: too late
 * @param content    for people, 1–10,000 characters
 * @param card       for clients that draw cards: an object with {@code kind}, at most 8 KiB; {@code interview.id}, where there is one, 1–64 characters
 * @param closesRoom the application has ended
 * @param traceparent of the event, when it is being traced (W3C Trace Context)
 * @param ifMoved    with an interview: its message when the room knows it at another time
 */
@RegisterForReflection
public record ApplicationEvent(
        @NotBlank @Size(max = 512) String eventId,

        @NotNull @Pattern(regexp = UserId.PATTERN, message = UserId.MESSAGE)
        String applicationId,

        @Min(0) @Max(1L << 53) long version,
        @NotNull Instant occurredAt,
        @NotNull @Valid Job job,
        @NotNull @Valid Person candidate,
        @NotNull @Valid Person employer,
        @NotBlank @Size(max = 10_000) String content,
        @NotNull @Schema(type = SchemaType.OBJECT) JsonNode card,
        boolean closesRoom,
        @Nullable String traceparent,
        @Nullable @Valid Moved ifMoved) {

    /**
     * The message of an interview whose card ({@code card.interview.id}) the room has at another {@code starts_at}: {@code before},
     * that time as its card tells it ({@code starts_in_words}), {@code after}. The card then gets {@code rescheduled} and
     * {@code previous_starts_at}. Decided in the transaction that stores the message. Together at most 10,000 characters.
     */
    @RegisterForReflection
    public record Moved(
            @NotNull @Size(max = 10_000) String before,
            @NotNull @Size(max = 10_000) String after) {}
}
