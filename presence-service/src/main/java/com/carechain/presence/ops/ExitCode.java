package com.carechain.presence.ops;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import sun.misc.Signal;

/**
 * SIGTERM is how a service is asked to stop. Whoever does so in good order ends with 0; left to itself the JVM would end with 143, which
 * some supervisors count as a failure.
 */
@ApplicationScoped
class ExitCode {
    void listen(@Observes StartupEvent event) {
        // Tests share their process with others.
        if (LaunchMode.current() == LaunchMode.NORMAL)
            Signal.handle(new Signal("TERM"), signal -> Quarkus.asyncExit(0));
    }
}
