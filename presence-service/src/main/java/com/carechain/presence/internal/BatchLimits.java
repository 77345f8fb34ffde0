package com.carechain.presence.internal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Limits of the internal API. */
@ConfigMapping(prefix = "carechain.limits.internal")
public interface BatchLimits {

    /** Entries of each list of one changes call. */
    @WithDefault("10000")
    @Min(1)
    int changes();

    /** Connections in one heartbeat. */
    @WithDefault("50000")
    @Min(1)
    int connections();
}
