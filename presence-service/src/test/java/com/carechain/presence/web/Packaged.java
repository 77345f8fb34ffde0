package com.carechain.presence.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;

/** What the packaged service needs beside its neighbours: a management port that we know, and logs that people read. */
public class Packaged implements QuarkusTestResourceLifecycleManager {
    private static int port;

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("quarkus.management.port", Integer.toString(port), "quarkus.log.console.json.enabled", "false");
    }

    public static URI management() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public void stop() {}
}
