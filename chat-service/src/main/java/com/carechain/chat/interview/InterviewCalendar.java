package com.carechain.chat.interview;

import com.carechain.chat.identity.NameId;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.Person;
import com.carechain.chat.wire.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One interview for a calendar. Taken in again after a change it replaces the entry from before: {@code UID} stays, {@code SEQUENCE}
 * rises. No {@code ORGANIZER}: nobody is to be answered by mail, and RFC 5545 wants none then.
 *
 * @param newest what holds now
 * @param dated  the newest card that has a date: another one when the interview was cancelled by its id alone
 * @param words  the newest message's content
 */
record InterviewCalendar(
        Room room, InterviewCard newest, InterviewCard.Interview dated, Instant startsAt, String words) {

    /** PUBLISH, or CANCEL once it was cancelled. */
    String method() {
        return newest.isCancelled() ? "CANCEL" : "PUBLISH";
    }

    String fileName() {
        return "interview-" + startsAt.atOffset(ZoneOffset.UTC).toLocalDate() + ".ics";
    }

    String text(Instant now) {
        ContentLines lines = new ContentLines()
                .plain("BEGIN", "VCALENDAR")
                .plain("VERSION", "2.0")
                .plain("PRODID", "-//CareChain//Messaging//EN")
                .plain("CALSCALE", "GREGORIAN")
                .plain("METHOD", method())
                .plain("BEGIN", "VEVENT")
                .plain("UID", NameId.of("interview\n" + room.id() + "\n" + dated.id()))
                .plain("SEQUENCE", sequence())
                .time("DTSTAMP", now)
                .time("DTSTART", startsAt);
        if (dated.endsAt() != null && dated.endsAt().isAfter(startsAt)) lines.time("DTEND", dated.endsAt());
        if (newest.occurredAt() != null) lines.time("LAST-MODIFIED", newest.occurredAt());
        lines.text(
                        "SUMMARY",
                        "Interview: %s (%s, %s)"
                                .formatted(room.job().title(), name(Role.CANDIDATE), name(Role.EMPLOYER)))
                .text("DESCRIPTION", words)
                .plain("STATUS", newest.isCancelled() ? "CANCELLED" : "CONFIRMED")
                .plain("TRANSP", newest.isCancelled() ? "TRANSPARENT" : "OPAQUE");
        Optional<URI> video = https(dated.videoUrl());
        if (dated.location() != null) lines.text("LOCATION", dated.location());
        else video.ifPresent(address -> lines.text("LOCATION", address.toString()));
        video.ifPresent(address -> lines.uri("URL", address));
        return lines.plain("END", "VEVENT").plain("END", "VCALENDAR").toString();
    }

    /** An integer of the standard has 31 bits (section 3.3.8), an application's version 53: beyond, the last one stays. */
    private long sequence() {
        return Math.clamp(newest.sequence(), 0, Integer.MAX_VALUE);
    }

    private String name(Role role) {
        Person person = room.person(role);
        return person.name();
    }

    /** Nothing but https: a calendar opens what it is given. */
    private static Optional<URI> https(@Nullable String address) {
        if (address == null) return Optional.empty();
        try {
            URI uri = new URI(address);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
