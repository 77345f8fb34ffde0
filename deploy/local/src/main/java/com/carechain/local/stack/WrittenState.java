package com.carechain.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keeps the files {@code env} and {@code processes} of the state directory true while parts come and go. */
final class WrittenState {

    private final StateDirectory state;
    private final Settings settings;
    private final Backends backends;
    private final Supplier<List<Supervisor>> supervisors;
    private boolean removed;

    WrittenState(StateDirectory state, Settings settings, Backends backends, Supplier<List<Supervisor>> supervisors) {
        this.state = state;
        this.settings = settings;
        this.backends = backends;
        this.supervisors = supervisors;
    }

    synchronized void update() {
        if (removed) {
            return;
        }
        try {
            new EnvFile(values()).write(state.env());
            Map<String, Long> pids = new LinkedHashMap<>();
            for (Supervisor supervisor : supervisors.get()) {
                supervisor.pid().ifPresent(pid -> pids.put(supervisor.part().name(), pid));
            }
            new Leftovers(state).remember(pids);
        } catch (IOException e) {
            throw new UncheckedIOException("The state in " + state.directory() + " cannot be written: " + e, e);
        }
    }

    synchronized void remove() {
        removed = true;
        state.forgetRun();
    }

    private Map<String, String> values() {
        PortPlan ports = settings.ports();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("CARECHAIN_URL", "http://localhost:" + ports.gateway());
        values.put("CHAT_URLS", urls(ports.chat(), 0));
        values.put("PRESENCE_URLS", urls(ports.presence(), 0));
        values.put("BRIDGE_URL", urls(List.of(ports.bridge()), 0));
        values.put("CHAT_MANAGEMENT_URLS", urls(ports.chat(), PortPlan.MANAGEMENT_STEP));
        values.put("PRESENCE_MANAGEMENT_URLS", urls(ports.presence(), PortPlan.MANAGEMENT_STEP));
        values.put("BRIDGE_MANAGEMENT_URL", urls(List.of(ports.bridge()), PortPlan.MANAGEMENT_STEP));
        values.put("POSTGRES_JDBC_URL", backends.jdbcUrlWithUser());
        values.put("POSTGRES_USER", backends.user());
        values.put("POSTGRES_PASSWORD", backends.password());
        values.put("REDIS_URL", backends.redisUrl());
        values.put("KAFKA_BOOTSTRAP", backends.kafkaBootstrap());
        values.put("GATEWAY_PID", Long.toString(ProcessHandle.current().pid()));
        values.put("CHAT_PIDS", pids(Parts.CHAT));
        values.put("PRESENCE_PIDS", pids(Parts.PRESENCE));
        values.put("BRIDGE_PID", pids(Parts.BRIDGE));
        values.put("POSTGRES_PID", pids(Parts.POSTGRES));
        values.put("REDIS_PID", pids(Parts.REDIS));
        values.put("KAFKA_PID", pids(Parts.KAFKA));
        return values;
    }

    private static String urls(List<Integer> ports, int step) {
        return ports.stream().map(port -> "http://127.0.0.1:" + (port + step)).collect(Collectors.joining(","));
    }

    /** Of all replicas of this service, in their order. */
    private String pids(String module) {
        return supervisors.get().stream()
                .filter(supervisor -> isReplica(supervisor.part().name(), module))
                .map(Supervisor::pid)
                .flatMapToLong(OptionalLong::stream)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }

    private static boolean isReplica(String name, String module) {
        return name.equals(module) || name.startsWith(module + "-");
    }
}
