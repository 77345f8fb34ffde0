package com.carechain.local.stack;

import java.util.HashMap;
import java.util.Map;

/**
 * What each service is told about the others, as environment variables. Variables of the caller reach the services as
 * well (they inherit them); of those named here only the ones marked "unless set" can be changed that way.
 *
 * @param chatUrl for service-to-service calls
 */
record Wiring(String gatewayUrl, String chatUrl, String presenceUrl, Backends backends, Map<String, String> callers) {

    Map<String, String> forChat(int port) {
        Map<String, String> variables = common(port);
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", backends.jdbcUrl());
        if (!backends.user().isEmpty()) {
            variables.put("QUARKUS_DATASOURCE_USERNAME", backends.user());
            variables.put("QUARKUS_DATASOURCE_PASSWORD", backends.password());
        }
        variables.put("QUARKUS_REDIS_HOSTS", backends.redisUrl());
        variables.put("KAFKA_BOOTSTRAP_SERVERS", backends.kafkaBootstrap());
        variables.put("CARECHAIN_PRESENCE_URL", presenceUrl);
        // Beside the logs: services run in the state's directory.
        unlessSet(variables, "CARECHAIN_ATTACHMENTS_DIRECTORY", "attachments");
        unlessSet(
                variables,
                "CARECHAIN_SOCKETS_ALLOWED_ORIGINS",
                gatewayUrl + "," + gatewayUrl.replace("localhost", "127.0.0.1"));
        return variables;
    }

    Map<String, String> forPresence(int port) {
        Map<String, String> variables = common(port);
        variables.put("QUARKUS_REDIS_HOSTS", backends.redisUrl());
        variables.put("CARECHAIN_CHAT_URL", chatUrl);
        return variables;
    }

    Map<String, String> forBridge(int port) {
        Map<String, String> variables = common(port);
        variables.put("KAFKA_BOOTSTRAP_SERVERS", backends.kafkaBootstrap());
        variables.put("CARECHAIN_CHAT_URL", chatUrl);
        return variables;
    }

    private Map<String, String> common(int port) {
        Map<String, String> variables = new HashMap<>();
        // Only the gateway is for others, and it is on this machine too.
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        variables.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(PortPlan.management(port)));
        // People read these logs; in production they are JSON.
        unlessSet(variables, "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        unlessSet(variables, "CARECHAIN_AUTH_JWKS_URL", gatewayUrl + "/dev/jwks.json");
        unlessSet(variables, "CARECHAIN_AUTH_TOKEN_URL", gatewayUrl + "/dev/oauth2/token");
        return variables;
    }

    private void unlessSet(Map<String, String> variables, String name, String value) {
        if (callers.getOrDefault(name, "").isBlank()) {
            variables.put(name, value);
        }
    }
}
