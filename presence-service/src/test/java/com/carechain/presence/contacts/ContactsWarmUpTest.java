package com.carechain.presence.contacts;

import static org.awaitility.Awaitility.await;

import com.carechain.presence.contacts.ChatContactsApi.ContactsAnswer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContactsWarmUpTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean up = new AtomicBoolean();
    private final ContactsWarmUp warmUp =
            new ContactsWarmUp(user -> Uni.createFrom().item(() -> {
                asked.incrementAndGet();
                if (!up.get()) {
                    throw new IllegalStateException("not yet");
                }
                return new ContactsAnswer(Set.of());
            }));

    @Test
    void asksUntilItIsAnsweredOnce() {
        // When
        warmUp.start(new StartupEvent());
        await().until(() -> asked.get() >= 2);
        up.set(true);

        // Then
        int before = asked.get();
        await().until(() -> asked.get() > before);
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> asked.get() == before + 1);
    }

    @Test
    void endsWithTheService() {
        // Given
        warmUp.start(new StartupEvent());
        await().until(() -> asked.get() >= 2);

        // When
        warmUp.stop(new ShutdownEvent());

        // Then
        int before = asked.get();
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> asked.get() <= before + 1);
    }
}
