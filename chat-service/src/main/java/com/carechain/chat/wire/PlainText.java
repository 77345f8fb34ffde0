package com.carechain.chat.wire;

/** What every text must be: Unicode that PostgreSQL can store and UTF-8 can carry. */
public final class PlainText {
    /** No NUL, no half of a surrogate pair. */
    public static final String PATTERN = "[^\\x00\\p{Cs}]*";

    public static final String MESSAGE = "must be valid Unicode without NUL";

    private PlainText() {}
}
