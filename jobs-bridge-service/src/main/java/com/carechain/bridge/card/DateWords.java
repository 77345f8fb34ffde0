package com.carechain.bridge.card;

import com.carechain.bridge.event.Interview;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as people read them: the clocks of the interview's own zone first, UTC beside them. */
final class DateWords {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    private DateWords() {}

    /** Such as {@code Tuesday, 3 February 2026 at 15:00 (Europe/Berlin, 14:00 UTC)}. */
    static String start(Interview interview) {
        return start(interview.startsAt(), interview.timeZone());
    }

    static String start(Instant startsAt, ZoneId zone) {
        ZonedDateTime local = startsAt.atZone(zone);
        ZonedDateTime utc = startsAt.atZone(ZoneOffset.UTC);
        boolean sameDay = local.toLocalDate().equals(utc.toLocalDate());
        String inUtc = (sameDay ? TIME : SHORT_DAY_AND_TIME).format(utc) + " UTC";
        String zoneAndUtc = zone.getId().equals("UTC") ? "UTC" : zone.getId() + ", " + inUtc;
        return DAY_AND_TIME.format(local) + " (" + zoneAndUtc + ")";
    }

    /** Such as {@code 1 hour 30 minutes}. */
    static String duration(int minutes) {
        String hours = minutes / 60 == 0 ? "" : minutes / 60 + (minutes / 60 == 1 ? " hour" : " hours");
        String rest = minutes % 60 == 0 ? "" : minutes % 60 + (minutes % 60 == 1 ? " minute" : " minutes");
        return (hours + " " + rest).strip();
    }
}
