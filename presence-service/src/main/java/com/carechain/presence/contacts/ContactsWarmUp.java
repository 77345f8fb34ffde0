package com.carechain.presence.contacts;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks chat-service once when this service starts. The first question fetches this service's token, opens the connection and is the first
 * of its kind in both services: on a cold and busy machine more than {@link ContactsConfig#limit()}, which would be a person's 503.
 */
@Singleton
class ContactsWarmUp {

    /** Has no rooms; any user would do. */
    static final String NOBODY = "presence-service";

    private static final Logger LOG = Logger.getLogger(ContactsWarmUp.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** By then somebody has asked in earnest. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(1);

    private final ChatContactsApi chat;
    private @Nullable Cancellable asking;

    ContactsWarmUp(@RestClient ChatContactsApi chat) {
        this.chat = chat;
    }

    /** Waits for nothing: chat-service may start after this one. */
    void start(@Observes StartupEvent event) {
        asking = chat.contacts(NOBODY)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(GIVE_UP_AFTER.toMillis())
                .subscribe()
                .with(answer -> {}, e -> LOG.debugf("chat-service could not be asked beforehand: %s", e));
    }

    void stop(@Observes ShutdownEvent event) {
        if (asking != null) {
            asking.cancel();
        }
    }
}
