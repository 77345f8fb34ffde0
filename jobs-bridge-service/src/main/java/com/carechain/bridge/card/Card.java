package com.carechain.bridge.card;

import com.carechain.bridge.event.Application;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The structured part of a system message, for clients that draw cards. At most 8 KiB as JSON. Absent values are left
 * out.
 *
 * @param sequence the {@code version} of the event: of two cards about one interview the higher one holds
 * @param note at most 1,000 characters; a longer note is cut here and whole in the message's content
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Card(
        Kind kind,
        String applicationId,
        Application.Job job,
        @JsonFormat(pattern = UTC_MILLIS, timezone = "UTC") Instant occurredAt,
        long sequence,
        @Nullable String status,
        @Nullable String statusLabel,
        @Nullable String previousStatus,
        @Nullable String previousStatusLabel,
        @Nullable String note,
        @Nullable InterviewCard interview) {

    static final String UTC_MILLIS = "uuuu-MM-dd'T'HH:mm:ss.SSSX";
    private static final String LOCAL_MILLIS = "uuuu-MM-dd'T'HH:mm:ss.SSSxxx";

    /**
     * The date of an interview. A cancelled interview may be known by its id alone.
     *
     * @param startsAtLocal the same moment on the clocks of {@code timeZone}, with their offset at that moment
     * @param startsInWords the same for people; a later card about the interview may quote it
     * @param rescheduled true when the event itself said that the interview was moved; chat-service sets it, and
     *     {@code previousStartsAt}, when the room knows the interview at another time
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InterviewCard(
            String id,

            @JsonFormat(pattern = UTC_MILLIS, timezone = "UTC") @Nullable
            Instant startsAt,

            @JsonFormat(pattern = LOCAL_MILLIS) @Nullable OffsetDateTime startsAtLocal,

            @Nullable String startsInWords,

            @JsonFormat(pattern = UTC_MILLIS, timezone = "UTC") @Nullable
            Instant endsAt,

            @JsonFormat(pattern = UTC_MILLIS, timezone = "UTC") @Nullable
            Instant previousStartsAt,

            @Nullable Integer durationMinutes,
            @Nullable String timeZone,
            @Nullable String location,
            @Nullable String videoUrl,
            boolean rescheduled) {}
}
