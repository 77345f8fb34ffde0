package com.carechain.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.testing.LocalParts;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Channels come and go by the hundred when sockets do. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class RedisSubscriptionTest {
    @Inject
    RedisSubscription subscription;

    @Inject
    RedisDataSource redis;

    @Inject
    Redis client;

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

    /** As when its node has vanished: nothing says that the connection is gone. */
    @Test
    void aRedisThatSaysNothingIsNoticedAndHeardAgainWhenItIsBack() {
        // Given
        String channel = channels.getFirst();
        subscription.on(channel, text -> heard.put(channel, text));

        // When
        LocalParts.freezeRedis();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> !subscription.isConnected());

            // And: who comes while it says nothing is not kept waiting for ever, nor a place in the pool taken
            List<Future<RedisConnection>> asked =
                    Stream.generate(client::connect).limit(6).toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.stream().anyMatch(Future::failed));
            asked.forEach(connect -> connect.onSuccess(RedisConnection::close));
        } finally {
            LocalParts.thawRedis();
        }

        // Then
        await().atMost(Duration.ofSeconds(30)).until(subscription::isConnected);
        await().until(() -> {
            redis.pubsub(String.class).publish(channel, "here again");
            return "here again".equals(heard.get(channel));
        });
        subscription.off(channel);
    }

    /** A quiet subscription is a healthy one. */
    @Test
    void aConnectionOnWhichNothingIsSaidStays() {
        AtomicInteger connects = new AtomicInteger();
        subscription.onConnect(connects::incrementAndGet); // once now
        await().pollDelay(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(20)).until(() -> true);
        assertThat(connects).hasValue(1);
    }

    /** The answer to the question whether Redis is there comes among messages then, and none of them is lost. */
    @Test
    void aConnectionOnWhichMuchIsSaidStays() {
        // Given
        String channel = channels.getFirst();
        AtomicInteger messages = new AtomicInteger();
        subscription.on(channel, text -> messages.incrementAndGet());
        await().until(() -> listeners(channel) == 1);
        AtomicInteger connects = new AtomicInteger();
        subscription.onConnect(connects::incrementAndGet); // once now

        // When
        int said = 0;
        for (long end = System.nanoTime() + Duration.ofSeconds(12).toNanos(); System.nanoTime() < end; said++)
            redis.pubsub(String.class).publish(channel, "on and on");

        // Then
        await().untilAtomic(messages, equalTo(said));
        assertThat(connects).hasValue(1);
        subscription.off(channel);
    }

    private int listeners(String channel) {
        return redis.execute(Command.PUBSUB, "NUMSUB", channel).get(1).toInteger();
    }
}
