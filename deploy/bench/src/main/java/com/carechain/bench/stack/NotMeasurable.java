package com.carechain.bench.stack;

/** Something a benchmark needs is not there; the message is for whoever runs it. */
public final class NotMeasurable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotMeasurable(String message) {
        super(message, null, false, false);
    }
}
