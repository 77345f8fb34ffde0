package com.carechain.local.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers never outlive the program that started them. */
class ChildrenEndTest {

    /** The program that starts them. */
    static final class Starter {
        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            RedisServer redis = RedisServer.start(dir.resolve("redis"), 0);
            PostgresServer postgres = PostgresServer.start(dir.resolve("postgres"), 0);
            KafkaServer kafka = KafkaServer.start(dir.resolve("kafka"), 0);
            System.out.println("pids " + redis.pid() + " " + postgres.pid() + " " + kafka.pid());
            Thread.sleep(Duration.ofMinutes(2));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenItIsStoppedAndWhenItIsKilled(boolean killed, @TempDir Path dir) throws Exception {
        // Given
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        List<ProcessHandle> servers = serversOf(starter);
        assertEquals(3, servers.stream().filter(ProcessHandle::isAlive).count());

        // When
        if (killed) {
            starter.destroyForcibly();
        } else {
            starter.destroy();
        }

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> servers.stream()
                .noneMatch(ChildrenEndTest::isRunning));
    }

    private static List<ProcessHandle> serversOf(Process starter) throws Exception {
        BufferedReader output = starter.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("pids ")) {
                return Stream.of(line.substring(5).split(" "))
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList();
            }
        }
        throw new IllegalStateException("The starter ended with code " + starter.waitFor());
    }

    /** Where nobody collects ended processes they stay in the list, but have no command any more. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
