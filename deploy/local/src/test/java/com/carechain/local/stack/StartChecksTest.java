package com.carechain.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} says before it starts anything. */
class StartChecksTest {

    private static final ExternalServers NONE = new ExternalServers("", "", "");

    @TempDir
    Path dir;

    @Test
    void aTakenPortIsNamedWithTheVariableThatMovesIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            int port = other.getLocalPort();
            PortPlan plan = PortPlan.of(Map.of("CARECHAIN_REDIS_PORT", Integer.toString(port)), 1);

            // When
            String message = assertThrows(StartFailed.class, () -> plan.requireFree(NONE))
                    .getMessage();

            // Then
            assertTrue(
                    message.contains("Port " + port + " (Redis) is taken by another program. Stop it, or use another"
                            + " port with CARECHAIN_REDIS_PORT=<port>."),
                    message);
        }
    }

    @Test
    void theSamePortTwiceIsRefused() {
        PortPlan plan = PortPlan.of(Map.of("CARECHAIN_CHAT_PORT", "8080"), 1);
        String message =
                assertThrows(StartFailed.class, () -> plan.requireFree(NONE)).getMessage();
        assertTrue(message.contains("wanted by both gateway and chat-service"), message);
    }

    @Test
    void replicasFollowInStepsOfAHundred() {
        PortPlan plan = PortPlan.of(Map.of(), 3);
        assertEquals(List.of(8081, 8181, 8281), plan.chat());
        assertEquals(List.of(8082, 8182, 8282), plan.presence());
    }

    @Test
    void whatIsNotAPortIsRefused() {
        for (String value : List.of("abc", "0", "-1", "65000", "99999999999")) {
            String message = assertThrows(
                            StartFailed.class, () -> PortPlan.of(Map.of("CARECHAIN_KAFKA_PORT", value), 1))
                    .getMessage();
            assertTrue(message.startsWith("CARECHAIN_KAFKA_PORT=" + value + " is not a port"), message);
        }
    }

    @Test
    void anOwnServerNeedsNoPort() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = Map.of(
                    "CARECHAIN_REDIS_PORT",
                    Integer.toString(other.getLocalPort()),
                    "REDIS_URL",
                    "redis://example.org:6379");
            ExternalServers external = ExternalServers.of(environment);
            Backends backends = Backends.of(PortPlan.of(environment, 1), external);
            assertEquals("redis://example.org:6379", backends.redisUrl());
            assertEquals(
                    List.of(Parts.POSTGRES, Parts.KAFKA),
                    new Parts(Settings.of(environment, 1), new StateDirectory(dir, dir))
                            .servers().stream().map(Part::name).toList());
        }
    }

    @Test
    void aNearlyFullDiskIsSaidBeforeAnythingStarts() {
        Map<String, String> environment = Map.of(Disk.MINIMUM, "999999999");
        String message = assertThrows(StartFailed.class, () -> Disk.requireSpace(dir, environment))
                .getMessage();
        assertTrue(message.contains("nearly full") && message.contains("CARECHAIN_STATE"), message);
    }

    @Test
    void aDiskThatFillsUpIsRecognisedInAnyFailure() {
        var failure = new IllegalStateException(
                "Kafka did not start", new UncheckedIOException(new IOException("No space left on device")));
        assertTrue(Disk.explain(failure, dir).orElse("").startsWith("The disk is full"));
        assertTrue(Disk.explain(new IllegalStateException("other"), dir).isEmpty());
    }

    @Test
    void aServiceThatIsNotBuiltIsSaidByName() {
        String message =
                assertThrows(StartFailed.class, () -> program(false).copy()).getMessage();
        assertTrue(message.startsWith("chat-service is not built"), message);
    }

    @Test
    void aNativeImageThatIsNotMadeIsSaidByName() throws IOException {
        String nothing =
                assertThrows(StartFailed.class, () -> program(true).copy()).getMessage();
        assertTrue(nothing.startsWith("chat-service has no native image"), nothing);

        Files.createDirectories(dir.resolve("chat-service/target/quarkus-app"));
        String onlyJars =
                assertThrows(StartFailed.class, () -> program(true).copy()).getMessage();
        assertTrue(onlyJars.contains("CARECHAIN_NATIVE"), onlyJars);
    }

    @Test
    void aNativeImageRunsFromACopyWithItsLibraries() throws IOException {
        Path target = Files.createDirectories(dir.resolve("chat-service/target"));
        Files.writeString(target.resolve("chat-service-1.0-runner"), "executable");
        Files.writeString(target.resolve("libawt.so"), "library");
        Files.writeString(target.resolve("chat-service-1.0-runner.jar"), "no executable");

        program(true).copy();

        Path copy = dir.resolve(".carechain/run/chat-service");
        assertEquals("executable", Files.readString(copy.resolve("chat-service")));
        assertEquals("library", Files.readString(copy.resolve("libawt.so")));
        List<String> command = program(true).command(256, List.of("-Xmx1g"));
        assertEquals(copy.resolve("chat-service").toString(), command.getFirst());
        assertEquals("-Xmx1g", command.getLast(), "the caller's options win");
        assertFalse(command.contains("-jar"), command.toString());
    }

    @Test
    void jarsRunWithTheJvmOfTheLauncher() {
        List<String> command = program(false).command(64, List.of("-Xmx1g"));
        assertEquals(Path.of(System.getProperty("java.home"), "bin", "java").toString(), command.getFirst());
        assertTrue(command.indexOf("-Xmx1g") > command.indexOf("-Xmx384m"), command.toString());
        assertTrue(command.getLast().endsWith("quarkus-run.jar"), command.toString());
    }

    @Test
    void whatIsNeitherTrueNorFalseIsSaid() {
        assertTrue(Settings.of(Map.of("CARECHAIN_NATIVE", "true"), 1).nativeImages());
        assertFalse(Settings.of(Map.of("CARECHAIN_NATIVE", " "), 1).nativeImages());
        String message = assertThrows(StartFailed.class, () -> Settings.of(Map.of("CARECHAIN_NATIVE", "yes"), 1))
                .getMessage();
        assertTrue(message.startsWith("CARECHAIN_NATIVE=yes"), message);
    }

    private Program program(boolean nativeImage) {
        return new Program(new StateDirectory(dir, dir.resolve(".carechain")), "chat-service", nativeImage);
    }
}
