package com.carechain.presence.web;

import com.carechain.local.identity.IdentityServer;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.server.RedisServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real Redis and the identity server of the local stack. Durations are short, because here the service's own sweeper
 * works with Redis's own time. Where things are, tests read from {@code test.*}.
 */
public class LocalServers implements QuarkusTestResourceLifecycleManager {

    private RedisServer redis;
    private IdentityServer identity;
    private static TokenIssuer issuer;

    /** For tests of the packaged service, to which {@code test.*} is unknown. */
    static TokenIssuer issuer() {
        return issuer;
    }

    @Override
    public Map<String, String> start() {
        try {
            Path dir = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "servers-");
            Path pem = dir.resolve("dev-key.pem");
            redis = RedisServer.start(dir.resolve("redis"), 0);
            issuer = TokenIssuer.at(pem);
            identity = IdentityServer.start(issuer, 0);
            return Map.ofEntries(
                    Map.entry("quarkus.redis.hosts", redis.url()),
                    Map.entry("carechain.auth.jwks-url", identity.url() + "/dev/jwks.json"),
                    Map.entry("carechain.auth.token-url", identity.url() + "/dev/oauth2/token"),
                    // Nobody is there until a test starts its chat-service.
                    Map.entry("carechain.chat.url", "http://127.0.0.1:" + freePort()),
                    Map.entry("carechain.redis.limit", "1s"),
                    Map.entry("carechain.presence.lease", "2s"),
                    Map.entry("carechain.presence.grace", "400ms"),
                    Map.entry("carechain.presence.unlisted-after", "100ms"),
                    Map.entry("carechain.presence.typing.lasts", "500ms"),
                    Map.entry("carechain.presence.typing.refresh", "50ms"),
                    Map.entry("carechain.presence.sweep.interval", "50ms"),
                    Map.entry("carechain.presence.outage.hold", "1s"),
                    Map.entry("test.pem", pem.toString()),
                    Map.entry("test.redis.pid", Long.toString(redis.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        identity.close();
        redis.close();
    }
}
