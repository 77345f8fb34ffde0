package com.carechain.local.stack;

import java.util.Map;

/** Servers of the caller's that are used in place of the embedded ones; empty text where there is none. */
public record ExternalServers(String postgres, String redis, String kafka) {

    public static ExternalServers of(Map<String, String> environment) {
        return new ExternalServers(
                environment.getOrDefault("POSTGRES_JDBC_URL", "").strip(),
                environment.getOrDefault("REDIS_URL", "").strip(),
                environment.getOrDefault("KAFKA_BOOTSTRAP", "").strip());
    }
}
