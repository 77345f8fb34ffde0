package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.carechain.chat.testing.RawSocket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer that has died without a word is noticed by the pongs that do not come. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
@TestProfile(HeartbeatTest.Quick.class)
class HeartbeatTest {
    @TestHTTPResource("/")
    URI base;

    private final People people = People.some();

    public static class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("carechain.sockets.heartbeat", "2s");
        }
    }

    @Test
    void whoAnswersNoPingIsClosedAndWhoDoesStaysHoweverSilent() {
        // Given one that does as every WebSocket library does, and one that only holds the connection
        String path = "/ws/chat/" + people.room() + "/";
        try (ChatSocket alive = ChatSocket.open(base, path, people.employerToken());
                RawSocket dead = RawSocket.open(base, path, people.candidateToken())) {
            assertThat(alive.await("welcome").get("heartbeat_seconds").asInt()).isEqualTo(2);

            // When the dead one is waited for
            RawSocket.Closed closed = dead.readToTheEnd();

            // Then the connection was ended, after the welcome
            assertThat(closed.code()).isEqualTo(1006);
            assertThat(closed.texts().getFirst()).contains("welcome");

            // And the other is there
            alive.send("{\"type\":\"ping\"}");
            alive.await("pong");
        }
    }
}
