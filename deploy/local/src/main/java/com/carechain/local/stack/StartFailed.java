package com.carechain.local.stack;

/** Why {@code up} gives up, in words for the person who called it: what is wrong, and what to do or to read. */
public final class StartFailed extends RuntimeException {

    public StartFailed(String message) {
        super(message);
    }

    public StartFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
