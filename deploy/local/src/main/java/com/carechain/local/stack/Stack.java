package com.carechain.local.stack;

import com.carechain.local.gateway.Gateway;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.process.AtExit;
import com.carechain.local.server.KafkaTopics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The running local stack. The order of its start: the servers beside each other, the gateway (it has the keys that
 * services fetch while they start), then the services beside each other. It stops the other way round.
 */
public final class Stack implements AutoCloseable {

    private static final List<String> TOPICS = List.of("job-applications", "job-applications.dlq", "chat-events");
    private static final int PARTITIONS = 6;

    private final Settings settings;
    private final StateDirectory state;
    private final Console console;
    private final Backends backends;
    private final Parts parts;
    private final WrittenState written;
    private final List<Supervisor> servers = new ArrayList<>();
    private final List<Supervisor> services = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private boolean closed;

    private Stack(Settings settings, StateDirectory state, Console console) {
        this.settings = settings;
        this.state = state;
        this.console = console;
        this.backends = Backends.of(settings.ports(), settings.external());
        this.parts = new Parts(settings, state);
        this.written = new WrittenState(state, settings, backends, this::running);
    }

    /**
     * Blocks until everything is ready. Whatever happens, all of it is stopped when this JVM ends.
     *
     * @throws StartFailed and other runtime exceptions, with a message for the caller
     */
    public static Stack start(Settings settings, StateDirectory state, Console console) {
        var stack = new Stack(settings, state, console);
        Disk.requireSpace(state.directory(), settings.environment());
        settings.ports().requireFree(settings.external());
        stack.parts.copyPrograms();
        AtExit.closeWhole(stack);
        TokenIssuer issuer = TokenIssuer.at(state.devKey());
        stack.startServers();
        stack.startServices(issuer);
        return stack;
    }

    private void startServers() {
        List<Part> embedded = parts.servers();
        add(servers, embedded);
        if (!embedded.isEmpty()) {
            console.say("Starting " + names(embedded));
            run(servers);
        }
        KafkaTopics.ensure(backends.kafkaBootstrap(), PARTITIONS, TOPICS);
    }

    private void startServices(TokenIssuer issuer) {
        PortPlan ports = settings.ports();
        add(
                gateways,
                Gateway.start(
                        new Gateway.Settings(
                                ports.gateway(),
                                ports.chat(),
                                ports.presence(),
                                ports.bridge(),
                                settings.patience(),
                                backends.kafkaBootstrap()),
                        issuer));
        var wiring = new Wiring(
                gateways.getFirst().url(),
                internalAddress(ports.chat()),
                internalAddress(ports.presence()),
                backends,
                settings.environment());
        List<ServicePart> wanted = parts.services(wiring);
        add(services, wanted);
        console.say("Starting " + names(wanted));
        run(services);
    }

    /** For service-to-service calls, which never go through the gateway. */
    private String internalAddress(List<Integer> ports) {
        if (ports.size() == 1) {
            return "http://127.0.0.1:" + ports.getFirst();
        }
        Gateway balancer = Gateway.inFrontOf(ports, settings.patience());
        add(gateways, balancer);
        return "http://127.0.0.1:" + balancer.port();
    }

    private void run(List<Supervisor> supervisors) {
        List<Runnable> starts = supervisors.stream()
                .map(supervisor -> (Runnable) supervisor::start)
                .toList();
        AllAtOnce.run(starts, () -> console.say("  … waiting for " + notReady(supervisors)));
    }

    private void add(List<Supervisor> to, List<? extends Part> newParts) {
        for (Part part : newParts) {
            Path log = logOf(part);
            StateDirectory.startAnew(log);
            synchronized (this) {
                to.add(new Supervisor(part, log, console, written::update));
            }
        }
    }

    private synchronized void add(List<Gateway> to, Gateway gateway) {
        to.add(gateway);
    }

    private Path logOf(Part part) {
        return part instanceof ServicePart ? state.log(part.name()) : state.serverLog(part.name());
    }

    private static String names(List<? extends Part> parts) {
        return parts.stream().map(Part::name).collect(Collectors.joining(", "));
    }

    private synchronized List<Supervisor> running() {
        return Stream.concat(servers.stream(), services.stream()).toList();
    }

    public String url() {
        return gateways.getFirst().url();
    }

    /** Stops what runs, also in the middle of a start. The data stays. */
    @Override
    public void close() {
        List<Supervisor> stoppedFirst;
        List<Supervisor> stoppedLast;
        List<Gateway> between;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            stoppedFirst = List.copyOf(services);
            between = List.copyOf(gateways);
            stoppedLast = List.copyOf(servers);
        }
        console.say("Stopping CareChain …");
        stop(stoppedFirst);
        between.forEach(Gateway::close);
        stop(stoppedLast);
        written.remove();
        AtExit.forget(this);
        console.say("CareChain has stopped.");
    }

    private static String notReady(List<Supervisor> supervisors) {
        return supervisors.stream()
                .filter(supervisor -> !supervisor.isReady())
                .map(supervisor -> supervisor.part().name())
                .collect(Collectors.joining(", "));
    }

    private static void stop(List<Supervisor> supervisors) {
        List<Runnable> stops = supervisors.stream()
                .map(supervisor -> (Runnable) supervisor::close)
                .toList();
        AllAtOnce.run(stops, () -> {});
    }
}
