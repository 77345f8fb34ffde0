package com.carechain.bridge.testing;

import com.carechain.local.identity.IdentityServer;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.KafkaTopics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real broker and an identity server around the service under test. chat-service's port is chosen here, and played there
 * by the tests themselves ({@link ChatDouble}), which can so stop and start it.
 */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    private static KafkaServer kafka;
    private static String chatPort;
    private IdentityServer identity;

    /** For tests of the packaged service, to which {@code test.*} is unknown. */
    public static String bootstrap() {
        return kafka.bootstrap();
    }

    public static int chatPort() {
        return Integer.parseInt(chatPort);
    }

    @Override
    public Map<String, String> start() {
        // Kafka's client looks its plug-ins up by the context class loader, which must be the one that loaded the
        // client.
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaTopics.class.getClassLoader());
        try {
            return startAll();
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    private Map<String, String> startAll() {
        try {
            Path home = Files.createTempDirectory("bridge-test");
            kafka = KafkaServer.start(home.resolve("kafka"), 0);
            KafkaTopics.ensure(kafka.bootstrap(), 6, List.of("job-applications", "job-applications.dlq"));
            Path key = home.resolve("key.pem");
            identity = IdentityServer.start(TokenIssuer.at(key), 0);
            chatPort = Integer.toString(freePort());
            return Map.of(
                    // The tokens here live 600 s: one is renewed 3 s after it was given out.
                    "quarkus.oidc-client.refresh-token-time-skew",
                    "597S",
                    "carechain.bridge.watch-interval",
                    "500ms",
                    "kafka.bootstrap.servers",
                    kafka.bootstrap(),
                    "carechain.auth.jwks-url",
                    identity.url() + "/dev/jwks.json",
                    "carechain.auth.token-url",
                    identity.url() + "/dev/oauth2/token",
                    "carechain.chat.url",
                    "http://127.0.0.1:" + chatPort,
                    "test.identity.url",
                    identity.url(),
                    "test.identity.key",
                    key.toString(),
                    "test.chat.port",
                    chatPort);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        if (identity != null) {
            identity.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
