package com.carechain.bridge.card;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a card is about; the names are part of the contract. */
@RegisterForReflection
public enum Kind {
    @JsonProperty("application_submitted")
    APPLICATION_SUBMITTED,
    @JsonProperty("status_changed")
    STATUS_CHANGED,
    @JsonProperty("interview_scheduled")
    INTERVIEW_SCHEDULED,
    @JsonProperty("interview_cancelled")
    INTERVIEW_CANCELLED,
    @JsonProperty("application_withdrawn")
    APPLICATION_WITHDRAWN
}
