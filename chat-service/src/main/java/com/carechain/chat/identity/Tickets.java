package com.carechain.chat.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One-use tickets that stand for a token while a socket opens, for clients that can set neither headers nor subprotocols.
 * Kept in Redis, so that any replica can redeem them; taken out as they are read, so nobody can twice.
 */
@ApplicationScoped
public class Tickets {
    /** Seconds a ticket lives. */
    public static final int LIFETIME_SECONDS = 30;

    private static final String KEY = "chat:ticket:";
    private static final int BYTES = 24;
    /** The client's own limit is for its blocking calls only. */
    private static final Duration LIMIT = Duration.ofMillis(250);

    private final SecureRandom random = new SecureRandom();
    private final ReactiveRedisDataSource redis;
    private final ObjectMapper json;

    Tickets(ReactiveRedisDataSource redis, ObjectMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /** Fails when Redis does not answer in time. */
    public Uni<String> issue(Caller caller) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return redis.value(String.class)
                .setex(KEY + ticket, LIFETIME_SECONDS, write(caller))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .replaceWith(ticket);
    }

    /** The caller the ticket stood for; null when it was never issued, is too old or was used. */
    Uni<@Nullable Caller> redeem(String ticket) {
        if (!ticket.matches("[A-Za-z0-9_-]{32}")) return Uni.createFrom().nullItem();
        return redis.value(String.class).getdel(KEY + ticket).map(stored -> stored == null ? null : read(stored));
    }

    private String write(Caller caller) {
        try {
            return json.writeValueAsString(caller);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller read(String stored) {
        try {
            return json.readValue(stored, Caller.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
