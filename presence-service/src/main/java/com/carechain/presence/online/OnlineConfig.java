package com.carechain.presence.online;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Limits of the users' endpoint. */
@ConfigMapping(prefix = "carechain.limits.online-status")
public interface OnlineConfig {

    /** Ids in one question. */
    @WithDefault("200")
    @Min(1)
    int userIds();
}
