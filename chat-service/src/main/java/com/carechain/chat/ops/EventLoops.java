package com.carechain.chat.ops;

import io.netty.channel.epoll.Epoll;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * One event loop for two cores, unless {@code quarkus.vertx.event-loops-pool-size} says otherwise; the framework's default is four.
 * A commit's frames wake each loop that has a socket to write to, and each wake is a system call and a thread switch. A loop drives
 * more sockets than the rest of two cores can feed.
 *
 * <p>They wait with Linux's epoll, by Netty ({@link EpollLoops}), which makes connections cheaper and lighter than Java's selector. Where
 * there is none (macOS, ARM, a temporary directory that allows no libraries) Java's selector does.
 */
@Singleton
class EventLoops implements VertxOptionsCustomizer {
    private static final Logger LOG = Logger.getLogger(EventLoops.class);
    private static final int CORES_PER_LOOP = 2;
    private final OptionalInt configured;

    EventLoops(@ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") OptionalInt configured) {
        this.configured = configured;
    }

    @Override
    public void accept(VertxOptions options) {
        if (configured.isEmpty())
            options.setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LOOP));
    }

    void started(@Observes StartupEvent event, Vertx vertx) {
        if (!vertx.isNativeTransportEnabled())
            LOG.infof(
                    "Event loops wait with Java's selector: there is no epoll here (%s)", Epoll.unavailabilityCause());
    }
}
