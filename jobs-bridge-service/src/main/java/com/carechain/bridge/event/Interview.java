package com.carechain.bridge.event;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * An interview with a date.
 *
 * @param previousStartsAt set when the event itself says that the interview was moved
 * @param durationMinutes 1 to 1,440
 * @param timeZone an IANA zone: the one in which people are told the start
 * @param videoUrl always https
 */
public record Interview(
        String id,
        Instant startsAt,
        @Nullable Instant previousStartsAt,
        int durationMinutes,
        ZoneId timeZone,
        @Nullable String location,
        @Nullable String videoUrl) {}
