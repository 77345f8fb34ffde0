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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    void aReplicaThatDoesNotHearUsIsToldByRoom() {
        join(1, true);
        join(1, false);
        await().until(() -> replicas.areOthers() && !replicas.areFew());
        isToldByRoom(events);
    }

    @Test
    void aReplicaThatDoesNotHearUsIsGreetedUntilItDoes() {
        // Given
        List<String> hellos = listen(Replicas.CHANNEL);

        // Then
        await().untilAsserted(() -> assertThat(hellos).hasSizeGreaterThan(1).containsOnly(ours()));

        // When
        listen(replicas.channel());

        // Then
        await().until(replicas::areFew);
        hellos.clear();
        await().during(Duration.ofSeconds(2)).until(hellos::isEmpty);
    }

    @Test
    void whoSaysHelloIsAnsweredOnceAndHeardUntilManyMoreHave() {
        // Given
        List<String> hellos = listen(Replicas.CHANNEL, replicas.channel());
        await().until(() -> replicas.areOthers() && replicas.areFew());
        List<UUID> ids =
                Stream.generate(UUID::randomUUID).limit(Replicas.HEARD + 1).toList();

        // When
        sayHello(ids.getFirst());
        sayHello(ids.getFirst());

        // Then
        await().until(() -> isHeard(ids.getFirst()) && hellos.contains(ours()));

        // When
        ids.subList(1, ids.size()).forEach(this::sayHello);

        // Then
        await().until(() -> isHeard(ids.getLast()) && !isHeard(ids.getFirst()));
        assertThat(ids.subList(1, ids.size())).allMatch(this::isHeard);
        await().untilAsserted(
                        () -> assertThat(hellos).filteredOn(ours()::equals).hasSameSizeAs(ids));
    }

    @Test
    void aHelloOfNobodyChangesNothing() {
        // Given
        join(1, true);
        await().until(() -> replicas.areOthers() && replicas.areFew());

        // When
        redis.pubsub(String.class).publish(Replicas.CHANNEL, "hello");

        // Then
        await().during(Duration.ofSeconds(2)).until(replicas::areFew);
    }

    private String ours() {
        return replicas.channel().substring(Replicas.EVENTS.length());
    }

    private List<String> listen(String... channels) {
        List<String> heard = new CopyOnWriteArrayList<>();
        others.add(redis.pubsub(String.class)
                .subscribe(List.of(channels), (channel, text) -> heard.add(text), () -> {}, failure -> {}));
        return heard;
    }

    private void sayHello(UUID replica) {
        redis.pubsub(String.class).publish(Replicas.CHANNEL, replica.toString());
    }

    private boolean isHeard(UUID replica) {
        return redis.execute("PUBSUB", "NUMSUB", Replicas.EVENTS + replica)
                        .get(1)
                        .toInteger()
                == 1;
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
    private void join(int count, boolean hearsUs) {
        for (int i = 0; i < count; i++) {
            boolean first = others.isEmpty();
            List<String> channels = new ArrayList<>(List.of(Replicas.CHANNEL));
            if (hearsUs) channels.add(replicas.channel());
            if (first) events.forEach(e -> channels.add(RedisHints.ROOM + e.roomId()));
            BiConsumer<String, String> hear = (channel, text) -> {
                if (first && channel.equals(replicas.channel())) together.add(text);
                else if (channel.startsWith(RedisHints.ROOM)) alone.add(channel);
            };
            others.add(redis.pubsub(String.class).subscribe(channels, hear, () -> {}, failure -> {}));
        }
    }
}
