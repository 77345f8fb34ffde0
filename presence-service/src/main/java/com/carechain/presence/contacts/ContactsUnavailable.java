package com.carechain.presence.contacts;

import com.carechain.presence.problem.Refusal;
import java.time.Duration;

/** 503 {@code contacts_unavailable}: chat-service did not say who the caller's contacts are. */
final class ContactsUnavailable extends Refusal {

    ContactsUnavailable(Throwable cause) {
        super(503, "contacts_unavailable", "Contacts are not available at the moment.", cause);
    }

    @Override
    protected Duration retryAfter() {
        return Duration.ofSeconds(2);
    }
}
