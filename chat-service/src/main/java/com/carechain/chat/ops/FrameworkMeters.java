package com.carechain.chat.ops;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** What of the framework's own metrics is not kept. */
@Singleton
class FrameworkMeters {
    /** How long each open connection and socket has lasted: two entries per socket in sorted maps, for what our own gauges count. */
    private static final Set<String> PER_CONNECTION =
            Set.of("http.server.connections", "http.server.websocket.connections");

    @Produces
    @Singleton
    MeterFilter noTimersOfOpenConnections() {
        return MeterFilter.deny(meter -> PER_CONNECTION.contains(meter.getName()));
    }
}
