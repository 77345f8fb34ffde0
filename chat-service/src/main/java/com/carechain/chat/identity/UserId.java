package com.carechain.chat.identity;

import java.util.regex.Pattern;

/** The form of ids that the job platform gives: users, applications, jobs. */
public final class UserId {
    /** 1–64 characters that need no escaping in URLs, keys and logs. */
    public static final String PATTERN = "[A-Za-z0-9._:@-]{1,64}";

    public static final String MESSAGE = "must be 1-64 of A-Z a-z 0-9 . _ : @ -";
    private static final Pattern FORM = Pattern.compile(PATTERN);

    private UserId() {}

    public static boolean isValid(String id) {
        return FORM.matcher(id).matches();
    }
}
