package com.carechain.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.process.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets through the gateway. */
class SocketTunnelTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private Upstream chat;
    private Gateway gateway;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        chat = Upstream.start("chat");
        gateway = gateway(dir, Ports.free(), chat.port());
    }

    private static Gateway gateway(Path dir, Integer... chatPorts) {
        int nobody = Ports.free();
        return Gateway.start(
                new Gateway.Settings(
                        0, List.of(chatPorts), List.of(nobody), nobody, Duration.ofSeconds(2), "127.0.0.1:1"),
                TokenIssuer.at(dir.resolve("dev-key.pem")));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        chat.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void framesPassInBothDirectionsAndTheUpgradeKeepsItsHeaders() throws Exception {
        // Given
        WebSocket socket = connect("/ws/chat/room/");

        // When
        socket.writeTextMessage("hello");

        // Then
        assertEquals("carechain.v1", socket.subProtocol());
        assertEquals("welcome from chat, Bearer abc", received.poll(5, TimeUnit.SECONDS));
        assertEquals("echo hello", received.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void theCloseCodeOfTheServiceReachesTheClient() throws Exception {
        // Given
        WebSocket socket = connect("/ws/");

        // When
        socket.writeTextMessage("close");

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(socket::isClosed);
        assertEquals((short) 4009, socket.closeStatusCode());
        assertEquals("reads too slowly", socket.closeReason());
    }

    @Test
    void aRefusedUpgradeIsPassedOnWithItsBody() {
        // When
        var failure = assertThrows(ExecutionException.class, () -> connect("/ws/chat/missing/"));

        // Then
        var refusal = (UpgradeRejectedException) failure.getCause();
        assertEquals(404, refusal.getStatus());
    }

    @Test
    void anUpgradeThatADrainingReplicaRefusesGoesToTheOther(@TempDir Path dir) throws Exception {
        try (Upstream draining = Upstream.start(Upstream.DRAINING);
                Gateway two = gateway(dir, draining.port(), chat.port())) {
            // When: whoever is first in turn
            for (int ignored = 0; ignored < 4; ignored++) {
                connect(two, "/ws/");

                // Then
                assertEquals("welcome from chat, Bearer abc", received.poll(5, TimeUnit.SECONDS));
            }
            assertEquals(2, draining.refusedUpgrades());
        }
    }

    @Test
    void anUpgradeThatDrainingReplicasRefuseIsTriedTwiceAndPassedOn(@TempDir Path dir) throws Exception {
        try (Upstream first = Upstream.start(Upstream.DRAINING);
                Upstream second = Upstream.start(Upstream.DRAINING);
                Upstream third = Upstream.start(Upstream.DRAINING);
                Gateway three = gateway(dir, first.port(), second.port(), third.port())) {
            assertEquals(503, refusal(three));
            assertEquals(2, first.refusedUpgrades() + second.refusedUpgrades() + third.refusedUpgrades());
        }
    }

    @Test
    void theRefusalOfADrainingReplicaIsPassedOnWhenNobodyElseIsThere(@TempDir Path dir) throws Exception {
        try (Upstream draining = Upstream.start(Upstream.DRAINING);
                Gateway alone = gateway(dir, draining.port());
                Gateway withOneThatIsGone = gateway(dir, draining.port(), Ports.free())) {
            assertEquals(503, refusal(alone));
            assertEquals(503, refusal(withOneThatIsGone));
        }
    }

    private int refusal(Gateway of) {
        var failure = assertThrows(ExecutionException.class, () -> connect(of, "/ws/"));
        return ((UpgradeRejectedException) failure.getCause()).getStatus();
    }

    @Test
    void aMessageOfManyFramesArrivesWhole() throws Exception {
        // Given
        WebSocket socket = connect("/ws/");
        assertTrue(received.poll(5, TimeUnit.SECONDS).startsWith("welcome"));
        String large = "x".repeat(60_000);

        // When
        socket.writeTextMessage(large);

        // Then
        assertEquals("echo " + large, received.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatReadsSlowlySlowsTheServiceDown() throws Exception {
        // Given
        WebSocket socket = connect("/ws/");
        assertTrue(received.poll(5, TimeUnit.SECONDS).startsWith("welcome"));
        socket.pause();

        // When
        socket.writeTextMessage("flood");

        // Then only what the buffers of the operating system hold was sent
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(10))
                .until(chat::floodedBytes, new Unchanged()::test);
        assertTrue(chat.floodedBytes() < Upstream.FLOOD / 2, chat.floodedBytes() + " bytes were sent");
        socket.resume();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> chat.floodedBytes() >= Upstream.FLOOD);
    }

    /** Whether a number is above 0 and the one seen before. */
    private static final class Unchanged {
        private long before;

        private boolean test(long now) {
            boolean unchanged = now > 0 && now == before;
            before = now;
            return unchanged;
        }
    }

    private WebSocket connect(String path) throws Exception {
        return connect(gateway, path);
    }

    private WebSocket connect(Gateway to, String path) throws Exception {
        var options = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(to.port())
                .setURI(path)
                .addHeader("Authorization", "Bearer abc")
                .addSubProtocol("carechain.v1");
        return vertx.createWebSocketClient()
                .webSocket()
                .textMessageHandler(received::add)
                .connect(options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
