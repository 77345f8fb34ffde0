package com.carechain.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.message.MessageLookup.Place;
import com.carechain.chat.message.RecentMessages;
import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another replica has stored reaches sockets, and the relay need not read it. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class HeardFromReplicaTest {
    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

    @Inject
    RecentMessages recent;

    private final People people = People.some();
    private final UUID other = UUID.randomUUID();
    private UUID room;
    private ChatSocket socket;
    private long rev;

    @BeforeEach
    void follow() {
        room = UUID.fromString(people.room());
        socket = ChatSocket.open(base, "/ws/chat/" + room + "/", people.candidateToken());
        rev = socket.await("welcome").path("room").path("rev").asLong();
    }

    @AfterEach
    void leave() {
        socket.close();
    }

    @Test
    void aNewMessageIsKeptForTheRelay() {
        // When
        String frame = frame("chat_message", "new");
        say(rev + 1, 1, frame);

        // Then
        assertThat(socket.await("chat_message").path("message").path("content").asText())
                .isEqualTo("new");
        assertThat(recent.take(new Place(room, 1))).isEqualTo(frame);
    }

    @Test
    void whatIsDeletedBeforeItIsRelayedIsForgotten() {
        // When
        say(rev + 1, 1, frame("chat_message", "regretted"));
        say(rev + 2, 1, frame("message_deleted", ""));

        // Then
        socket.await("message_deleted");
        assertThat(recent.take(new Place(room, 1))).isNull();
    }

    @Test
    void whatIsSaidAgainIsNotKeptAgain() {
        // Given
        String frame = frame("chat_message", "new");
        say(rev + 1, 1, frame);
        socket.await("chat_message");
        recent.take(new Place(room, 1));

        // When
        say(rev + 1, 1, frame);
        say(rev + 2, 2, frame("chat_message", "next"));

        // Then
        socket.await(
                "chat_message", f -> f.path("message").path("content").asText().equals("next"));
        assertThat(recent.take(new Place(room, 1))).isNull();
        assertThat(socket.frames("chat_message")).hasSize(2);
    }

    /** As a replica says it that has stored many messages in one commit; some rooms nobody follows here, and one it can say wrongly. */
    @Test
    void whatIsSaidOfManyRoomsTogetherReachesThoseThatAreFollowed() {
        // Given
        String elsewhere = UUID.randomUUID() + " " + encoded(rev + 1, 1, frame("chat_message", "elsewhere"));

        // When
        redis.pubsub(String.class).publish(Replicas.CHANNEL, other.toString());
        sayTogether(
                elsewhere,
                room + " " + encoded(rev + 1, 1, frame("chat_message", "one")),
                elsewhere,
                room + " " + encoded(rev + 2, 2, frame("chat_message", "two")));
        sayTogether(room + " garbage");
        sayTogether(room + " " + encoded(rev + 3, 3, frame("chat_message", "three")));

        // Then
        socket.await(
                "chat_message", f -> f.path("message").path("content").asText().equals("three"));
        assertThat(socket.contents()).containsExactly("one", "two", "three");
    }

    private String frame(String type, String content) {
        return "{\"type\":\"" + type + "\",\"room_id\":\"" + room + "\",\"message\":{\"content\":\"" + content + "\"}}";
    }

    private void say(long rev, long seq, String frame) {
        publish(RedisHints.ROOM + room, encoded(rev, seq, frame));
    }

    private String encoded(long rev, long seq, String frame) {
        StringBuilder text = new StringBuilder();
        RedisHints.encode(new RoomEvent(room, rev, List.of(new Delivery(frame, rev, seq, null))), 0, null, text);
        return text.toString();
    }

    private void sayTogether(String... events) {
        publish(Replicas.EVENTS + other, String.join("\n\n", events) + "\n\n");
    }

    private void publish(String channel, String text) {
        await().until(() -> redis.execute("PUBSUB", "NUMSUB", channel).get(1).toInteger() == 1);
        redis.pubsub(String.class).publish(channel, text);
    }
}
