package com.carechain.chat.testing;

import com.carechain.local.identity.IdentityServer;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.KafkaTopics;
import com.carechain.local.server.PostgresServer;
import com.carechain.local.server.RedisServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Real PostgreSQL, Redis, Kafka and tokens for the tests of this module; started once for all of them. */
public class LocalParts implements QuarkusTestResourceLifecycleManager {
    private static Path directory;
    private static PostgresServer postgres;
    private static RedisServer redis;
    private static KafkaServer kafka;
    private static IdentityServer identity;
    private static TokenIssuer issuer;
    private static PresencePeer presence;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("chat-service-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var broker = CompletableFuture.supplyAsync(() -> KafkaServer.start(directory.resolve("kafka"), 0));
        postgres = PostgresServer.start(directory.resolve("postgres"), 0);
        redis = RedisServer.start(directory.resolve("redis"), 0);
        kafka = broker.join();
        issuer = TokenIssuer.at(directory.resolve("key.pem"));
        identity = IdentityServer.start(issuer, 0);
        presence = PresencePeer.start();
        KafkaTopics.ensure(kafka.bootstrap(), 3, List.of("chat-events"));
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        settings.put("quarkus.datasource.username", postgres.user());
        settings.put("quarkus.datasource.password", postgres.password());
        settings.put("quarkus.redis.hosts", redis.url());
        settings.put("kafka.bootstrap.servers", kafka.bootstrap());
        settings.put("carechain.auth.jwks-url", identity.url() + "/dev/jwks.json");
        settings.put("carechain.auth.token-url", identity.url() + "/dev/oauth2/token");
        settings.put("carechain.presence.url", presence.url());
        settings.put("carechain.presence.heartbeat", "2s");
        settings.put("carechain.attachments.directory", attachments().toString());
        settings.put("carechain.attachments.clean-up", "1s");
        return settings;
    }

    @Override
    public void stop() {
        presence.close();
        identity.close();
        kafka.close();
        redis.close();
        postgres.close();
    }

    public static TokenIssuer issuer() {
        return issuer;
    }

    /** The private key, PEM: for tokens that the issuer would not sign. */
    static Path signingKey() {
        return directory.resolve("key.pem");
    }

    /** Where the bytes of attachments are. */
    public static Path attachments() {
        return directory.resolve("attachments");
    }

    public static PresencePeer presence() {
        return presence;
    }

    public static PostgresServer postgres() {
        return postgres;
    }

    public static KafkaServer kafka() {
        return kafka;
    }

    public static void stopKafka() {
        kafka.close();
    }

    /** On the same port, with what it held. */
    public static void startKafka() {
        kafka = KafkaServer.start(directory.resolve("kafka"), kafka.port());
    }

    public static void stopPostgres() {
        postgres.close();
    }

    /** On the same port, with what it held. */
    public static void startPostgres() {
        postgres = PostgresServer.start(directory.resolve("postgres"), postgres.port());
    }

    /** Its connections stay, and nothing is answered. */
    public static void freezeRedis() {
        signalRedis("STOP");
    }

    public static void thawRedis() {
        signalRedis("CONT");
    }

    private static void signalRedis(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void stopRedis() {
        redis.close();
    }

    public static void startRedis() {
        redis = RedisServer.start(directory.resolve("redis"), redis.port());
    }
}
