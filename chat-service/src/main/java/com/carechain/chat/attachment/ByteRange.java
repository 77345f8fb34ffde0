package com.carechain.chat.attachment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of a file are asked for (RFC 9110, section 14). One range; several, or what is no range at all, mean the whole. */
sealed interface ByteRange {
    record Whole() implements ByteRange {}

    /** @param length at least 1, and within the file */
    record Part(long from, long length) implements ByteRange {}

    /** Beyond the end. */
    record Nowhere() implements ByteRange {}

    /** {@code bytes=0-99}, {@code bytes=100-}, {@code bytes=-100}; longer numbers than a file can have are none. */
    Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange of(@Nullable String header, long size) {
        Matcher range = ONE.matcher(header == null ? "" : header.strip());
        if (!range.matches()) return new Whole();
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty() && last.isEmpty()) return new Whole();
        if (first.isEmpty()) return from(size - Math.min(size, Long.parseLong(last)), size, size);
        long from = Long.parseLong(first);
        if (last.isEmpty()) return from(from, size, size);
        long to = Long.parseLong(last);
        return to < from ? new Whole() : from(from, Math.min(to + 1, size), size);
    }

    private static ByteRange from(long from, long end, long size) {
        return from >= size ? new Nowhere() : new Part(from, end - from);
    }
}
