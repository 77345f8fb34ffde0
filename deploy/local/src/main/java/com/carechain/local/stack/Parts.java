package com.carechain.local.stack;

import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.PostgresServer;
import com.carechain.local.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The processes of a stack with these settings, by name. */
record Parts(Settings settings, StateDirectory state) {

    static final String CHAT = "chat-service";
    static final String PRESENCE = "presence-service";
    static final String BRIDGE = "jobs-bridge-service";
    static final String POSTGRES = "postgres";
    static final String REDIS = "redis";
    static final String KAFKA = "kafka";

    /** The embedded servers; none in place of which the caller has an own one. */
    List<Part> servers() {
        PortPlan ports = settings.ports();
        ExternalServers external = settings.external();
        List<Part> servers = new ArrayList<>();
        if (external.postgres().isEmpty()) {
            servers.add(new ServerPart<>(
                    POSTGRES,
                    "127.0.0.1:" + ports.postgres(),
                    () -> PostgresServer.startForLoad(state.server(POSTGRES), ports.postgres()),
                    PostgresServer::pid,
                    PostgresServer::onExit));
        }
        if (external.redis().isEmpty()) {
            servers.add(new ServerPart<>(
                    REDIS,
                    "127.0.0.1:" + ports.redis(),
                    () -> RedisServer.start(state.server(REDIS), ports.redis()),
                    RedisServer::pid,
                    RedisServer::onExit));
        }
        if (external.kafka().isEmpty()) {
            servers.add(new ServerPart<>(
                    KAFKA,
                    "127.0.0.1:" + ports.kafka(),
                    () -> KafkaServer.start(state.server(KAFKA), ports.kafka()),
                    KafkaServer::pid,
                    KafkaServer::onExit));
        }
        return servers;
    }

    /** To be done before anything starts: it fails when a service is not built. */
    void copyPrograms() {
        List.of(CHAT, PRESENCE, BRIDGE).forEach(module -> program(module).copy());
    }

    List<ServicePart> services(Wiring wiring) {
        PortPlan ports = settings.ports();
        List<ServicePart> services = new ArrayList<>();
        services.addAll(
                // It holds the sockets: a heap that has to grow first copies what lives again and again meanwhile.
                replicas(
                        CHAT,
                        ports.chat(),
                        256,
                        i -> wiring.forChat(ports.chat().get(i))));
        services.addAll(replicas(
                PRESENCE,
                ports.presence(),
                64,
                i -> wiring.forPresence(ports.presence().get(i))));
        services.addAll(replicas(BRIDGE, List.of(ports.bridge()), 64, i -> wiring.forBridge(ports.bridge())));
        return services;
    }

    private List<ServicePart> replicas(
            String module, List<Integer> ports, int firstHeap, IntFunction<Map<String, String>> environment) {
        List<String> command = program(module).command(firstHeap, settings.serviceOptions());
        List<ServicePart> replicas = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            String name = i == 0 ? module : module + "-" + (i + 1);
            replicas.add(
                    new ServicePart(name, command, ports.get(i), state, environment.apply(i), settings.startLimit()));
        }
        return replicas;
    }

    private Program program(String module) {
        return new Program(state, module, settings.nativeImages());
    }
}
