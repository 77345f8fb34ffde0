package com.carechain.chat.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Another service that reads {@code chat-events} from the beginning, without a group. */
public final class Topic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    private Topic(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** One record: its key, the CloudEvent in it, and the value of its header {@code content-type}. */
    public record Event(String key, JsonNode json, String contentType) {
        public String type() {
            return json.get("type").asText();
        }
    }

    public static Topic chatEvents() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", LocalParts.kafka().bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor("chat-events").stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Topic(consumer);
    }

    /** Reads until that room has that many events; all of them, in the order they came. */
    public List<Event> await(String room, int count) {
        Awaitility.await(count + " events of room " + room)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> events.add(event(record)));
                    return of(room).size() >= count;
                });
        return of(room);
    }

    private List<Event> of(String room) {
        return events.stream().filter(e -> e.key().equals(room)).toList();
    }

    private static Event event(ConsumerRecord<String, byte[]> record) {
        try {
            return new Event(
                    record.key(),
                    JSON.readTree(record.value()),
                    new String(record.headers().lastHeader("content-type").value(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
