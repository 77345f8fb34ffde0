package com.carechain.presence.contacts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How contacts are asked for and remembered. */
@ConfigMapping(prefix = "carechain.contacts")
public interface ContactsConfig {

    /** How long chat-service may take, getting a token included. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration limit();

    /** How long an answer is used. So long may someone be shown to a person with whom they no longer share a room. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration kept();

    /** An answer younger than this is believed when someone is missing in it; an older one is asked for again. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration fresh();

    /** How many users' answers are remembered, the latest used. */
    @WithDefault("10000")
    @Min(1)
    int cacheSize();
}
