package com.carechain.bench.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The floor beneath the way of an event: one consumer that reads the same events and writes the same rows into copies of the
 * tables, five hundred events a commit. No order per application, no duplicates found, no second service, nobody told.
 */
public final class PlainConsumption {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Table table;
    private final String bootstrap;
    private Map<TopicPartition, Long> start = Map.of();

    public PlainConsumption(Table table, String bootstrap) {
        this.table = table;
        this.bootstrap = bootstrap;
    }

    /** Empty copies of the tables, indexes included, in a schema of their own. What is published from now on will be read. */
    public void prepare() {
        try (var consumer = consumer()) {
            start = consumer.endOffsets(partitions(consumer), LIMIT);
        }
        try (Connection connection = table.open();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists bench cascade");
            statement.execute("create schema bench");
            for (String copied : List.of("room", "member", "message")) {
                statement.execute("create table bench." + copied + " (like public." + copied + " including all)");
            }
        } catch (SQLException e) {
            throw new NotMeasurable("The copies of the tables could not be made: " + e.getMessage());
        }
    }

    private KafkaConsumer<String, String> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer) {
        return consumer.partitionsFor(Applications.TOPIC, LIMIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Reads what was published since it was prepared, until it has written the events of that run. */
    public void consume(Applications applications) {
        try (var consumer = consumer();
                Connection connection = table.open()) {
            connection.setAutoCommit(false);
            consumer.assign(start.keySet());
            start.forEach(consumer::seek);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            int written = 0;
            while (written < applications.count()) {
                written += write(connection, consumer.poll(POLL), applications.run());
                if (System.nanoTime() > deadline) {
                    throw new NotMeasurable("Plain consumption found only " + written + " events");
                }
            }
        } catch (SQLException e) {
            throw new NotMeasurable("Plain consumption could not write: " + e.getMessage());
        }
    }

    private static int write(Connection connection, Iterable<ConsumerRecord<String, String>> records, String run)
            throws SQLException {
        int written = 0;
        try (PreparedStatement room = connection.prepareStatement(
                        "insert into bench.room (id, application_id, application_version, job_id, job_title, last_seq, rev, created_at, updated_at) values (?, ?, 1, ?, ?, 1, 1, now(), now())");
                PreparedStatement member = connection.prepareStatement(
                        "insert into bench.member (room_id, user_id, role, name) values (?, ?, 'candidate', ?), (?, ?, 'employer', ?)");
                PreparedStatement message = connection.prepareStatement(
                        "insert into bench.message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, card, created_at) values (?, 1, ?, 1, 1, 'system', ?, 'system', ?, ?::jsonb, now())")) {
            for (ConsumerRecord<String, String> event : records) {
                if (event.key() == null || !event.key().startsWith(run)) {
                    continue;
                }
                add(JSON.readTree(event.value()).path("data"), room, member, message);
                written++;
            }
            if (written > 0) {
                room.executeBatch();
                member.executeBatch();
                message.executeBatch();
                connection.commit();
            }
            return written;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own events are JSON", e);
        }
    }

    private static void add(JsonNode data, PreparedStatement room, PreparedStatement member, PreparedStatement message)
            throws SQLException {
        UUID id = UUID.randomUUID();
        room.setObject(1, id);
        room.setString(2, data.path("application_id").asText());
        room.setString(3, data.path("job").path("id").asText());
        room.setString(4, data.path("job").path("title").asText());
        room.addBatch();
        member.setObject(1, id);
        member.setString(2, data.path("candidate").path("id").asText());
        member.setString(3, data.path("candidate").path("name").asText());
        member.setObject(4, id);
        member.setString(5, data.path("employer").path("id").asText());
        member.setString(6, data.path("employer").path("name").asText());
        member.addBatch();
        message.setObject(1, id);
        message.setObject(2, UUID.randomUUID());
        message.setObject(3, UUID.randomUUID());
        message.setString(4, "Application submitted. " + data.path("note").asText());
        message.setString(
                5,
                "{\"kind\":\"application_submitted\",\"note\":\""
                        + data.path("note").asText() + "\"}");
        message.addBatch();
    }
}
