package com.carechain.bench.stack;

import com.carechain.bench.measure.ProcessTree;
import com.carechain.local.stack.EnvFile;
import com.carechain.local.stack.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A running stack, from its {@code env} file. Load goes to the services themselves, past the gateway, which is a stand-in
 * for an ingress.
 *
 * @param chat one address per replica
 * @param management of the same replicas
 * @param groups the processes whose CPU is counted, by the names of the report
 */
public record Target(
        List<URI> chat,
        List<URI> management,
        String jdbcUrl,
        String kafka,
        Path devKey,
        Map<String, ProcessTree> groups) {

    /** The groups that make up {@code all}: what a message costs us. Kafka is shown beside them, like its peers' queues. */
    public static final List<String> COUNTED = List.of("chat", "presence", "bridge", "postgres", "redis");

    public static final String KAFKA = "kafka";

    /** @throws NotMeasurable when no stack runs there */
    public static Target of(StateDirectory state) {
        EnvFile env = EnvFile.read(state.env());
        if (env.isEmpty()) {
            throw new NotMeasurable("No stack runs in " + state.directory() + ".");
        }
        Map<String, ProcessTree> groups = new LinkedHashMap<>();
        groups.put("chat", pids(env, "CHAT_PIDS"));
        groups.put("presence", pids(env, "PRESENCE_PIDS"));
        groups.put("bridge", pids(env, "BRIDGE_PID"));
        groups.put("postgres", pids(env, "POSTGRES_PID"));
        groups.put("redis", pids(env, "REDIS_PID"));
        groups.put(KAFKA, pids(env, "KAFKA_PID"));
        return new Target(
                uris(env, "CHAT_URLS"),
                uris(env, "CHAT_MANAGEMENT_URLS"),
                env.get("POSTGRES_JDBC_URL"),
                env.get("KAFKA_BOOTSTRAP"),
                state.devKey(),
                groups);
    }

    private static ProcessTree pids(EnvFile env, String name) {
        return new ProcessTree(env.list(name).stream().map(Long::valueOf).toList());
    }

    private static List<URI> uris(EnvFile env, String name) {
        return env.list(name).stream().map(URI::create).toList();
    }

    /** Round robin: with several replicas a room's first two sockets are on different ones. */
    public URI replica(int n) {
        return chat.get(n % chat.size());
    }

    public ProcessTree chatProcesses() {
        return groups.getOrDefault("chat", new ProcessTree(List.of()));
    }
}
