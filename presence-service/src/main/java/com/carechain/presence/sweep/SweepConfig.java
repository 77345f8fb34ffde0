package com.carechain.presence.sweep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often time takes effect. */
@ConfigMapping(prefix = "carechain.presence.sweep")
public interface SweepConfig {

    /** Between two sweeps of one replica: how late a change may be announced. */
    @WithDefault("500ms")
    Duration interval();
}
