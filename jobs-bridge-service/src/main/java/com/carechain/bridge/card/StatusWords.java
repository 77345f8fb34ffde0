package com.carechain.bridge.card;

import java.util.Locale;
import java.util.Map;

/** Status codes of the job platform in words a candidate understands. */
final class StatusWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("submitted", "submitted"),
            Map.entry("in_review", "under review"),
            Map.entry("under_review", "under review"),
            Map.entry("screening", "first screening"),
            Map.entry("shortlisted", "on the shortlist"),
            Map.entry("interview", "interview stage"),
            Map.entry("interviewing", "interview stage"),
            Map.entry("reference_check", "checking references"),
            Map.entry("background_check", "checking background"),
            Map.entry("offer", "offer made"),
            Map.entry("offered", "offer made"),
            Map.entry("rejected", "not selected"),
            Map.entry("declined", "not selected"));

    private StatusWords() {}

    /** {@code under_review}, {@code UNDER-REVIEW} and {@code underReview} read alike; unknown codes lose their dashes. */
    static String label(String status) {
        String words = status.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("[_. -]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
        return WORDS.getOrDefault(words.replace(' ', '_'), words);
    }
}
