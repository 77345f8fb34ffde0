package com.carechain.bridge.ops;

import com.carechain.bridge.intake.Bridge;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts and stops with the process. Neither waits for a neighbour. */
@ApplicationScoped
class Lifecycle {
    private final Bridge bridge;
    private final Watch watch;

    Lifecycle(Bridge bridge, Watch watch) {
        this.bridge = bridge;
        this.watch = watch;
    }

    void start(@Observes StartupEvent event) {
        bridge.start();
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) {
        watch.stop();
        bridge.stop();
    }
}
