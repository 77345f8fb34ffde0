package com.carechain.bridge.event;

/** A record that cannot be understood. A refusal, not a fault: it carries no stack trace. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final PoisonKind kind;
    private final String reason;

    Unreadable(PoisonKind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    Reading.Poison poison() {
        return new Reading.Poison(kind, reason);
    }
}
