package com.carechain.local.publish;

/** The input is not what {@code publish} takes, or Kafka did not take it. The message is for the caller. */
public final class NotPublishable extends RuntimeException {

    public NotPublishable(String message) {
        super(message);
    }

    NotPublishable(String message, Throwable cause) {
        super(message, cause);
    }
}
