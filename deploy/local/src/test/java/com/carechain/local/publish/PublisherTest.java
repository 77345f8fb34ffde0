package com.carechain.local.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.carechain.local.publish.Publisher.Place;
import com.carechain.local.server.KafkaServer;
import com.carechain.local.server.KafkaTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches Kafka. */
class PublisherTest {

    @Test
    void anEventIsAStructuredCloudEventKeyedByItsApplication(@TempDir Path dir) {
        try (KafkaServer kafka = KafkaServer.start(dir, 0)) {
            // Given
            KafkaTopics.ensure(kafka.bootstrap(), 1, List.of("job-applications"));
            String json = "{ \"type\": \"a\", \"data\": { \"application_id\": \"app-1\" } }";
            Event event = new EventFile("f", json).events().getFirst();
            Event broken = new EventFile("f", "{broken").rawLines().getFirst();

            // When
            List<Place> places = new ArrayList<>();
            try (var publisher = new Publisher(kafka.bootstrap())) {
                places.add(publisher.send(event));
                places.add(publisher.send(broken));
            }

            // Then
            assertEquals(List.of(new Place(0, 0), new Place(0, 1)), places);
            List<ConsumerRecord<String, String>> read = read(kafka.bootstrap(), 2);
            assertEquals("app-1", read.getFirst().key());
            assertEquals(json, read.getFirst().value());
            assertEquals(
                    "application/cloudevents+json; charset=UTF-8",
                    new String(
                            read.getFirst().headers().lastHeader("content-type").value(), StandardCharsets.UTF_8));
            assertNull(read.getLast().key());
            assertEquals("{broken", read.getLast().value());
        }
    }

    private static List<ConsumerRecord<String, String>> read(String bootstrap, int count) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("job-applications", 0)));
            for (int polls = 0; polls < 20 && read.size() < count; polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(read::add);
            }
        }
        return read;
    }
}
