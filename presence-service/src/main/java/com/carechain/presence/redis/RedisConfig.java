package com.carechain.presence.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where Redis is, is said by {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "carechain.redis")
public interface RedisConfig {

    /** How long one pipeline may take, getting the connection included. */
    @WithDefault("250ms")
    @DurationMin(millis = 1)
    Duration limit();
}
