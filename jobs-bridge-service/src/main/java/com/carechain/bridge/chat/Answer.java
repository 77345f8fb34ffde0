package com.carechain.bridge.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one call to chat-service. Calls are idempotent: everything but verdicts may be tried again. */
public sealed interface Answer {

    /** One verdict per event, in the order they were sent. */
    record Verdicts(List<Verdict> verdicts) implements Answer {}

    /** chat-service itself says that something in this batch is malformed: the same batch will never pass. */
    record Refused(String detail) implements Answer {}

    /** chat-service was reached and could not take the batch. Either it is in trouble or one event upsets it. */
    record Failing(String detail) implements Answer {}

    /** chat-service, or the token it asks for, could not be reached in time. Says nothing about the events. */
    record Unreachable(String detail) implements Answer {}

    /** @param detail why, when the outcome is {@code REJECTED} */
    record Verdict(Outcome outcome, @Nullable String detail) {}

    enum Outcome {
        APPLIED,
        DUPLICATE,
        LATE,
        REJECTED
    }
}
