package com.carechain.local.stack;

import java.time.Duration;
import java.util.Map;

/**
 * What the caller chose, by options and environment variables.
 *
 * @param replicas of chat-service and of presence-service, 1 to {@value #MAX_REPLICAS}
 * @param startLimit for one service to become ready
 * @param patience how long the gateway waits for a service
 */
public record Settings(
        int replicas,
        PortPlan ports,
        ExternalServers external,
        Map<String, String> environment,
        Duration startLimit,
        Duration patience) {

    /** The ports of more replicas would meet those of others. */
    public static final int MAX_REPLICAS = 8;

    public static Settings of(Map<String, String> environment, int replicas) {
        if (replicas < 1 || replicas > MAX_REPLICAS) {
            throw new StartFailed("--replicas must be 1 to " + MAX_REPLICAS + ".");
        }
        return new Settings(
                replicas,
                PortPlan.of(environment, replicas),
                ExternalServers.of(environment),
                environment,
                seconds(environment, "CARECHAIN_START_SECONDS", 120),
                seconds(environment, "CARECHAIN_GATEWAY_TIMEOUT_SECONDS", 30));
    }

    private static Duration seconds(Map<String, String> environment, String variable, int usual) {
        String value = environment.getOrDefault(variable, "");
        try {
            int seconds = value.isBlank() ? usual : Integer.parseInt(value.strip());
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw new StartFailed(variable + "=" + value + " is not a number of seconds above 0.");
    }
}
