package com.carechain.chat.fanout;

import static org.awaitility.Awaitility.await;

import com.carechain.chat.testing.LocalParts;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Channels come and go by the hundred when sockets do. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class RedisSubscriptionTest {
    @Inject
    RedisSubscription subscription;

    @Inject
    RedisDataSource redis;

    private final Map<String, String> heard = new ConcurrentHashMap<>();
    private final List<String> channels =
            IntStream.range(0, 300).mapToObj(i -> "test:" + UUID.randomUUID()).toList();

    @Test
    void channelsThatAreAddedAtOnceAreAllHeardAndThoseDroppedAtOnceNoMore() {
        // When
        channels.forEach(channel -> subscription.on(channel, text -> heard.put(channel, text)));

        // Then
        await().until(() -> channels.stream().allMatch(channel -> listeners(channel) == 1));
        channels.forEach(channel -> redis.pubsub(String.class).publish(channel, "on " + channel));
        await().until(() -> channels.stream().allMatch(channel -> ("on " + channel).equals(heard.get(channel))));

        // When
        channels.forEach(subscription::off);

        // Then
        await().until(() -> channels.stream().allMatch(channel -> listeners(channel) == 0));
    }

    @Test
    void whatIsDroppedAndAddedAgainInOneMomentIsHeard() {
        // Given
        String channel = channels.getFirst();
        subscription.on(channel, text -> {});
        await().until(() -> listeners(channel) == 1);

        // When
        for (int i = 0; i < 100; i++) {
            subscription.off(channel);
            subscription.on(channel, text -> heard.put(channel, text));
        }

        // Then
        await().until(() -> {
            redis.pubsub(String.class).publish(channel, "again");
            return "again".equals(heard.get(channel));
        });
        subscription.off(channel);
    }

    private int listeners(String channel) {
        return redis.execute(Command.PUBSUB, "NUMSUB", channel).get(1).toInteger();
    }
}
