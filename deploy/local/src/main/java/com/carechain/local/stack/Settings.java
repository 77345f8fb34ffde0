package com.carechain.local.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the caller chose, by options and environment variables.
 *
 * @param replicas of chat-service and of presence-service, 1 to {@value #MAX_REPLICAS}
 * @param nativeImages whether the services are the executables that {@code mvn -Dnative package} makes
 * @param serviceOptions for the JVM, or the native image, of every service
 * @param startLimit for one service to become ready
 * @param patience how long the gateway waits for a service
 */
public record Settings(
        int replicas,
        PortPlan ports,
        ExternalServers external,
        Map<String, String> environment,
        boolean nativeImages,
        List<String> serviceOptions,
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
                flag(environment, "CARECHAIN_NATIVE"),
                words(environment.getOrDefault("CARECHAIN_JAVA_OPTS", "")),
                seconds(environment, "CARECHAIN_START_SECONDS", 120),
                seconds(environment, "CARECHAIN_GATEWAY_TIMEOUT_SECONDS", 30));
    }

    private static boolean flag(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty() || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new StartFailed(variable + "=" + value + " is neither true nor false.");
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
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
