package com.carechain.bridge.problem;

/** A request that is answered with a problem. Expected, so it carries no stack trace. */
public abstract class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String title;

    /** @param code short and stable, for programs; {@code detail} is for people */
    protected Refusal(int status, String code, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
    }

    Problem problem() {
        return Problem.of(status, code, title, getMessage());
    }
}
