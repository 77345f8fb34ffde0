package com.carechain.local.stack;

/**
 * Where PostgreSQL, Redis and Kafka are, embedded or the caller's own.
 *
 * @param user empty when the address of an own server says it
 */
record Backends(String jdbcUrl, String user, String password, String redisUrl, String kafkaBootstrap) {

    /** Of every embedded PostgreSQL: user and password. */
    private static final String ACCOUNT = "postgres";

    static Backends of(PortPlan ports, ExternalServers external) {
        boolean embedded = external.postgres().isEmpty();
        return new Backends(
                embedded ? "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/carechain" : external.postgres(),
                embedded ? ACCOUNT : "",
                embedded ? ACCOUNT : "",
                external.redis().isEmpty() ? "redis://127.0.0.1:" + ports.redis() : external.redis(),
                external.kafka().isEmpty() ? "127.0.0.1:" + ports.kafka() : external.kafka());
    }

    /** For other programs: one address that says everything, and nothing a shell would take for its own. */
    String jdbcUrlWithUser() {
        return user.isEmpty() ? jdbcUrl : jdbcUrl + "?user=" + user;
    }
}
