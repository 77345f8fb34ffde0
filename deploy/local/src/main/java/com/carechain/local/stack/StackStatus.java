package com.carechain.local.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs where, and how healthy: asked from outside, as anybody could. */
public final class StackStatus {

    private static final int CONNECT_MILLIS = 1000;
    private static final Duration NO_WAITING = Duration.ZERO;

    private final StateDirectory state;
    private final EnvFile env;
    private final Map<String, ProcessHandle> processes;

    public StackStatus(StateDirectory state) {
        this.state = state;
        this.env = EnvFile.read(state.env());
        this.processes = new Leftovers(state).byName();
    }

    /** One line of the answer. */
    public record Line(String name, String pid, boolean healthy, String health, String address) {}

    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        URI gateway = URI.create(env.get("CARECHAIN_URL"));
        lines.add(new Line(
                "gateway",
                env.get("GATEWAY_PID"),
                accepts(gateway.getPort()),
                word(accepts(gateway.getPort())),
                gateway.toString()));
        addServices(lines, Parts.CHAT, env.list("CHAT_URLS"));
        addServices(lines, Parts.PRESENCE, env.list("PRESENCE_URLS"));
        addServices(lines, Parts.BRIDGE, env.list("BRIDGE_URL"));
        // "jdbc:" is no scheme of a URI with a host.
        lines.add(
                server(Parts.POSTGRES, withoutQuery(env.get("POSTGRES_JDBC_URL").replace("jdbc:", ""))));
        lines.add(server(Parts.REDIS, env.get("REDIS_URL")));
        lines.add(server(Parts.KAFKA, "kafka://" + env.get("KAFKA_BOOTSTRAP")));
        return lines;
    }

    private void addServices(List<Line> lines, String module, List<String> urls) {
        for (int i = 0; i < urls.size(); i++) {
            lines.add(service(i == 0 ? module : module + "-" + (i + 1), URI.create(urls.get(i))));
        }
    }

    private Line service(String name, URI url) {
        if (!processes.containsKey(name)) {
            return new Line(
                    name, "-", false, "not running; up starts it again. Its log: " + state.log(name), url.toString());
        }
        Optional<Integer> ready = new Readiness(name, PortPlan.management(url.getPort()), NO_WAITING).status();
        String health = ready.map(status -> status == 200 ? "ready" : "not ready (HTTP " + status + ")")
                .orElse("does not answer");
        return new Line(name, pid(name), health.equals("ready"), health, url.toString());
    }

    private Line server(String name, String address) {
        URI url = URI.create(firstOf(address));
        boolean accepts = accepts(url.getHost(), url.getPort());
        return new Line(name, pid(name), accepts, word(accepts), address);
    }

    private String pid(String name) {
        ProcessHandle process = processes.get(name);
        return process == null ? "-" : Long.toString(process.pid());
    }

    private static String word(boolean accepts) {
        return accepts ? "up" : "does not answer";
    }

    private static String firstOf(String addresses) {
        int comma = addresses.indexOf(',');
        return comma < 0 ? addresses : addresses.substring(0, comma);
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    private static boolean accepts(int port) {
        return accepts("127.0.0.1", port);
    }

    private static boolean accepts(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
