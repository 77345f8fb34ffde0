package com.carechain.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that a new room per event can cost: read the record, take the values out of its JSON, write the same rows as
 * chat-service into tables of the same shape, 100 events in a commit. No idempotency, no order, no schema, no retry.
 */
final class RoomsFloor {
    private static final int EVENTS_PER_COMMIT = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CARD =
            "{\"kind\":\"application_submitted\",\"sequence\":1,\"application_id\":\"%s\",\"job\":{\"id\":\"%s\",\"title\":\"%s\"}}";

    private final Connection database;
    private final KafkaConsumer<byte[], byte[]> consumer;

    RoomsFloor(Connection database, String bootstrap) throws SQLException {
        this.database = database;
        try (Statement statement = database.createStatement()) {
            statement.execute("create schema floor");
            for (String table : List.of("room", "member", "message", "outbox"))
                statement.execute("create table floor." + table + " (like public." + table + " including all)");
            statement.execute("alter table floor.member add foreign key (room_id) references floor.room");
        }
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "floor",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "1000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("job-applications"));
        while (consumer.assignment().isEmpty()) consumer.poll(Duration.ofMillis(100));
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    /** The next so many records. */
    void consume(int events) throws Exception {
        database.setAutoCommit(false);
        try (PreparedStatement room = database.prepareStatement(
                        "insert into floor.room (id, application_id, application_version, job_id, job_title, last_seq, rev, created_at, updated_at)"
                                + " values (?, ?, 1, ?, ?, 1, 1, ?, ?)");
                PreparedStatement member = database.prepareStatement(
                        "insert into floor.member (room_id, user_id, role, name) values (?, ?, ?, ?)");
                PreparedStatement message = database.prepareStatement(
                        "insert into floor.message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, card, created_at)"
                                + " values (?, 1, ?, 1, 1, 'system', ?, 'system', ?, ?::jsonb, ?)");
                PreparedStatement outbox = database.prepareStatement(
                        "insert into floor.outbox (room_id, type, rev, seq, created_at) values (?, ?, ?, ?, ?)")) {
            List<PreparedStatement> all = List.of(room, member, message, outbox);
            int waiting = 0;
            for (int done = 0; done < events; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    add(JSON.readTree(record.value()).get("data"), room, member, message, outbox);
                    done++;
                    if (++waiting == EVENTS_PER_COMMIT) {
                        commit(all);
                        waiting = 0;
                    }
                }
            }
            commit(all);
        } finally {
            database.setAutoCommit(true);
        }
    }

    private static void add(
            JsonNode data,
            PreparedStatement room,
            PreparedStatement member,
            PreparedStatement message,
            PreparedStatement outbox)
            throws SQLException {
        UUID id = UUID.randomUUID();
        OffsetDateTime now = OffsetDateTime.now();
        String application = data.get("application_id").asText();
        JsonNode job = data.get("job");
        row(room, id, application, job.get("id").asText(), job.get("title").asText(), now, now);
        for (String side : List.of("candidate", "employer"))
            row(
                    member,
                    id,
                    data.get(side).get("id").asText(),
                    side,
                    data.get(side).get("name").asText());
        String content = data.get("candidate").get("name").asText() + " applied for "
                + job.get("title").asText() + ".";
        String card = CARD.formatted(
                application, job.get("id").asText(), job.get("title").asText());
        row(message, id, UUID.randomUUID(), UUID.randomUUID(), content, card, now);
        row(outbox, id, "room-created", 0L, null, now);
        row(outbox, id, "message-created", 1L, 1L, now);
    }

    private static void row(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) statement.setNull(i + 1, java.sql.Types.BIGINT);
            else statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private void commit(List<PreparedStatement> statements) throws SQLException {
        for (PreparedStatement statement : statements) statement.executeBatch();
        database.commit();
        consumer.commitAsync();
    }
}
