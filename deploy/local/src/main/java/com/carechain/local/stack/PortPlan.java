package com.carechain.local.stack;

import com.carechain.local.process.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The ports of the stack. Replicas follow in steps of 100; the management port of a service (health, metrics) is its
 * port plus 1000.
 */
public record PortPlan(
        int gateway, List<Integer> chat, List<Integer> presence, int bridge, int postgres, int redis, int kafka) {

    static final int MANAGEMENT_STEP = 1000;

    private static final int REPLICA_STEP = 100;
    private static final int MAX_PORT = 65_535;

    public static PortPlan of(Map<String, String> environment, int replicas) {
        return new PortPlan(
                port(environment, "GATEWAY", 8080),
                replicas(port(environment, "CHAT", 8081), replicas),
                replicas(port(environment, "PRESENCE", 8082), replicas),
                port(environment, "BRIDGE", 8083),
                port(environment, "POSTGRES", 15432),
                port(environment, "REDIS", 16379),
                port(environment, "KAFKA", 19092));
    }

    static int management(int port) {
        return port + MANAGEMENT_STEP;
    }

    static String variable(String part) {
        return "CARECHAIN_" + part + "_PORT";
    }

    private static List<Integer> replicas(int first, int count) {
        return IntStream.range(0, count).mapToObj(i -> first + i * REPLICA_STEP).toList();
    }

    private static int port(Map<String, String> environment, String part, int usual) {
        String value = environment.getOrDefault(variable(part), "");
        if (value.isBlank()) {
            return usual;
        }
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 1 && port <= MAX_PORT - MANAGEMENT_STEP) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw new StartFailed(variable(part) + "=" + value + " is not a port: it must be a number from 1 to "
                + (MAX_PORT - MANAGEMENT_STEP) + ".");
    }

    /**
     * Refuses the start with every port that is taken, and how to move it.
     *
     * @param external servers of the caller's that take the place of embedded ones
     */
    void requireFree(ExternalServers external) {
        List<String> complaints = new ArrayList<>();
        Map<Integer, String> seen = new HashMap<>();
        for (Use use : uses(external)) {
            String before = seen.putIfAbsent(use.port, use.owner);
            if (before != null) {
                complaints.add("Port " + use.port + " is wanted by both " + before + " and " + use.owner
                        + ". Move one of them with " + use.variable + "=<port>.");
            } else if (!Ports.isFree(use.port)) {
                complaints.add("Port " + use.port + " (" + use.owner + ") is taken by another program. Stop it, or use"
                        + " another port with " + use.variable + "=<port>.");
            }
        }
        if (!complaints.isEmpty()) {
            throw new StartFailed(String.join("\n", complaints));
        }
    }

    private record Use(int port, String owner, String variable) {}

    private List<Use> uses(ExternalServers external) {
        List<Use> uses = new ArrayList<>();
        uses.add(new Use(gateway, "gateway", variable("GATEWAY")));
        chat.forEach(port -> addService(uses, port, "chat-service", variable("CHAT")));
        presence.forEach(port -> addService(uses, port, "presence-service", variable("PRESENCE")));
        addService(uses, bridge, "jobs-bridge-service", variable("BRIDGE"));
        if (external.postgres().isEmpty()) {
            uses.add(new Use(postgres, "PostgreSQL", variable("POSTGRES")));
        }
        if (external.redis().isEmpty()) {
            uses.add(new Use(redis, "Redis", variable("REDIS")));
        }
        if (external.kafka().isEmpty()) {
            uses.add(new Use(kafka, "Kafka", variable("KAFKA")));
        }
        return uses;
    }

    private static void addService(List<Use> uses, int port, String name, String variable) {
        uses.add(new Use(port, name, variable));
        uses.add(new Use(management(port), name + ", management port", variable));
    }
}
