package com.carechain.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The broker's configuration: one node that is broker and controller at once. */
final class KafkaSettings {

    private KafkaSettings() {}

    static Path write(Path home, int port, int controllerPort) {
        String settings = """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                # It shares a disk with PostgreSQL: what the kernel writes by itself it writes after 30 s, all at once, and
                # commits wait. Flushed twice a second instead, and from the first second on, not from the thirtieth.
                log.flush.interval.ms=500
                log.flush.scheduler.interval.ms=250
                log.initial.task.delay.ms=1000
                # A mistyped topic name is an error, as in production.
                auto.create.topics.enable=false
                num.partitions=6
                # One node holds the only copy of everything.
                default.replication.factor=1
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                # Few partitions for bookkeeping: each costs files and start time.
                offsets.topic.num.partitions=4
                transaction.state.log.num.partitions=4
                # A consumer that joins gets its partitions at once.
                group.initial.rebalance.delay.ms=0
                # So that consumers which died without a word are noticed quickly, if they ask for it.
                group.min.session.timeout.ms=1000
                num.network.threads=2
                num.io.threads=4
                log.cleaner.dedupe.buffer.size=16777216
                """.formatted(port, controllerPort, home.resolve("data"));
        try {
            return Files.writeString(home.resolve("server.properties"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka could not prepare " + home + ": " + e.getMessage(), e);
        }
    }
}
