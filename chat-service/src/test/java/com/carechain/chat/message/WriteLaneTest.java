package com.carechain.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.fanout.Fanout;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.testing.Database;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.wire.MessageView;
import com.carechain.chat.wire.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane whose pace is so slow that nothing but what ends its pause early can move it on. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class WriteLaneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    PersistentBatch store;

    @Inject
    Fanout fanout;

    @Inject
    StoredEvents events;

    @Inject
    ChatConfig config;

    private final People people = People.some();
    private WriteLane lane;
    private UUID room;

    private record Slow(int count, int capacity, int batch, Duration pace, Duration retryFor)
            implements ChatConfig.Lanes {}

    @BeforeEach
    void open() {
        ChatConfig.Lanes usual = config.lanes();
        var slow = new Slow(1, usual.capacity(), usual.batch(), Duration.ofHours(1), usual.retryFor());
        lane = new WriteLane("slow-lane", store, fanout, events, slow);
        room = UUID.fromString(people.room());
    }

    @Test
    void whenAllWhoTalkWaitTheNextBatchBeginsBeforeItsTime() {
        // When: ten people who send the next message when the last one is answered
        AtomicInteger stored = new AtomicInteger();
        for (int i = 0; i < 10; i++) talk(stored);

        // Then
        await().atMost(PATIENCE).until(() -> stored.get() >= 200);
        assertThat(Database.number("select count(*) from message where room_id = ?", room))
                .isGreaterThanOrEqualTo(200);
    }

    @Test
    void aFewWhoWaitDoNotEndThePause() {
        // Given
        AtomicInteger stored = new AtomicInteger();
        send(stored::incrementAndGet);
        await().atMost(PATIENCE).until(() -> stored.get() == 1);

        // When
        for (int waiting = 1; waiting < 8; waiting++) {
            int all = waiting;
            send(stored::incrementAndGet);
            await().atMost(PATIENCE).until(() -> lane.depth() == all);
        }
        send(stored::incrementAndGet);

        // Then: all in the one transaction that the eighth has begun
        await().atMost(PATIENCE).until(() -> stored.get() == 9);
        assertThat(Database.number(
                        "select count(distinct xmin::text) from message where room_id = ? and seq > 1", room))
                .isEqualTo(1);
    }

    @Test
    void manyWhoWaitEndThePauseThoughMoreWereTalking() {
        // Given: thirty-nine who were under way together
        AtomicInteger stored = new AtomicInteger();
        send(() -> {
            stored.incrementAndGet();
            for (int i = 0; i < 39; i++) send(stored::incrementAndGet);
        });
        await().atMost(PATIENCE).until(() -> stored.get() == 40);

        // When
        for (int i = 0; i < 31; i++) send(stored::incrementAndGet);
        await().during(Duration.ofMillis(200)).until(() -> stored.get() == 40);
        send(stored::incrementAndGet);

        // Then: all in one transaction
        await().atMost(PATIENCE).until(() -> stored.get() == 72);
        assertThat(Database.number(
                        "select count(distinct xmin::text) from message where room_id = ? and seq > 40", room))
                .isEqualTo(1);
    }

    private void talk(AtomicInteger stored) {
        send(() -> {
            if (stored.incrementAndGet() < 200) talk(stored);
        });
    }

    /** @param then runs on the lane's thread, once it is stored */
    private void send(Runnable then) {
        UUID id = MessageIds.next(Instant.now());
        var ana = new MessageView.Sender(people.candidate(), "Ana", Role.CANDIDATE);
        var draft = new Draft(id, room, ana, id, "text", "Hello", null, null, List.of(), null, null);
        assertThat(lane.submit(draft, outcome -> {
                    if (outcome instanceof Outcome.Stored) then.run();
                }))
                .isTrue();
    }
}
