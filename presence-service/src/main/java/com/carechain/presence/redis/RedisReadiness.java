package com.carechain.presence.redis;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without Redis there is nothing to serve. The sweeper asks Redis twice a second, so this only repeats what it heard. */
@Readiness
class RedisReadiness implements HealthCheck {

    private final RedisLink link;

    RedisReadiness(RedisLink link) {
        this.link = link;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Redis").status(link.isAvailable()).build();
    }
}
