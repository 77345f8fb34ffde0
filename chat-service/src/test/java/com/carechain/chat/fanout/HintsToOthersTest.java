package com.carechain.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.testing.LocalParts;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands.RedisSubscriber;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By which channel other replicas are told of what was stored here. Each subscriber below stands for a replica. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class HintsToOthersTest {
    @Inject
    RedisHints hints;

    @Inject
    Replicas replicas;

    @Inject
    RedisDataSource redis;

    private final List<RoomEvent> events = IntStream.range(0, RedisHints.TOGETHER)
            .mapToObj(i -> new RoomEvent(
                    UUID.randomUUID(), i + 1, List.of(new Delivery("{\"n\":" + i + "}", i + 1, i + 1, null))))
            .toList();
    private final List<RedisSubscriber> others = new ArrayList<>();
    private final List<String> together = new CopyOnWriteArrayList<>();
    private final List<String> alone = new CopyOnWriteArrayList<>();

    @AfterEach
    void leave() {
        others.forEach(RedisSubscriber::unsubscribe);
        await().until(() -> !replicas.areOthers());
    }

    @Test
    void aCommitOfManyEventsIsOnePublicationForFewReplicas() {
        // Given
        join(1, true);
        await().until(() -> replicas.areOthers() && replicas.areFew());

        // When
        hints.publish(events);

        // Then
        await().until(() -> !together.isEmpty());
        assertThat(together).singleElement().satisfies(text -> assertThat(text)
                .contains(events.stream()
                        .map(e -> e.roomId() + " " + e.rev() + " ")
                        .toList())
                .contains(events.stream()
                        .map(e -> e.deliveries().getFirst().frame() + "\n\n")
                        .toList()));
        assertThat(alone).isEmpty();
    }

    @Test
    void fewEventsGoByTheirRooms() {
        join(1, true);
        await().until(() -> replicas.areOthers() && replicas.areFew());
        isToldByRoom(events.subList(1, events.size()));
    }

    @Test
    void manyReplicasAreToldByRoom() {
        join(4, true);
        await().until(() -> replicas.areOthers() && !replicas.areFew());
        isToldByRoom(events);
    }

    @Test
    void aReplicaOfTheVersionBeforeIsToldByRoom() {
        join(1, true);
        join(1, false);
        await().until(() -> replicas.areOthers() && !replicas.areFew());
        isToldByRoom(events);
    }

    private void isToldByRoom(List<RoomEvent> told) {
        // When
        hints.publish(told);

        // Then
        await().until(() -> alone.size() == told.size());
        assertThat(alone)
                .containsExactlyElementsOf(
                        told.stream().map(e -> RedisHints.ROOM + e.roomId()).toList());
        assertThat(together).isEmpty();
    }

    /** The first of them follows the rooms. */
    private void join(int count, boolean hearsAll) {
        for (int i = 0; i < count; i++) {
            boolean first = others.isEmpty();
            List<String> channels = new ArrayList<>(List.of(Replicas.CHANNEL));
            if (hearsAll) channels.add(RedisHints.ALL);
            if (first) events.forEach(e -> channels.add(RedisHints.ROOM + e.roomId()));
            BiConsumer<String, String> hear = (channel, text) -> {
                if (first && channel.equals(RedisHints.ALL)) together.add(text);
                else if (channel.startsWith(RedisHints.ROOM)) alone.add(channel);
            };
            others.add(redis.pubsub(String.class).subscribe(channels, hear, () -> {}, failure -> {}));
        }
    }
}
