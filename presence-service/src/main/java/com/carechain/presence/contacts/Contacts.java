package com.carechain.presence.contacts;

import com.carechain.presence.ops.PresenceMetrics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who shares a room with a user. */
@Singleton
public class Contacts {

    private static final Logger LOG = Logger.getLogger(Contacts.class);
    private static final long COMPLAIN_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final ChatContactsApi chat;
    private final ContactCache cache;
    private final Duration limit;
    private final PresenceMetrics metrics;
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAIN_EVERY);

    Contacts(@RestClient ChatContactsApi chat, ContactsConfig config, PresenceMetrics metrics) {
        this.chat = chat;
        this.cache = new ContactCache(InstantSource.system(), config.kept(), config.fresh(), config.cacheSize());
        this.limit = config.limit();
        this.metrics = metrics;
    }

    /**
     * All contacts of a user. The answer may be some seconds old, but someone {@code asked} for who is a contact now is
     * not missed for more than a second.
     *
     * @throws ContactsUnavailable when chat-service does not answer in time
     */
    public Set<String> of(String userId, Set<String> asked) {
        @Nullable Set<String> known = cache.get(userId, asked);
        if (known != null) {
            metrics.contacts("cached");
            return known;
        }
        try {
            Set<String> contacts = chat.contacts(userId).await().atMost(limit).userIds();
            cache.put(userId, contacts);
            metrics.contacts("asked");
            return contacts;
        } catch (RuntimeException e) {
            metrics.contacts("failed");
            complain(e);
            throw new ContactsUnavailable(e);
        }
    }

    private void complain(RuntimeException e) {
        long now = System.nanoTime();
        long last = complained.get();
        if (now - last >= COMPLAIN_EVERY && complained.compareAndSet(last, now)) {
            LOG.warnf("chat-service does not tell contacts: %s (told once a minute, see the metric)", e);
        }
    }
}
