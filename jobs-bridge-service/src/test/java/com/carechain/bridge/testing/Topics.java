package com.carechain.bridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A source topic and its dead letter topic for one test alone, and the means to write and read them. */
public record Topics(String bootstrap, String source) {
    private static final String LARGEST = "4194304";

    public static Topics create(String bootstrap, int partitions) {
        Topics topics = new Topics(bootstrap, "jobs-" + UUID.randomUUID());
        topics.create(partitions);
        return topics;
    }

    public void create(int partitions) {
        createTopic(source, partitions);
        createTopic(deadLetters(), 2);
    }

    public void createTopic(String topic, int partitions) {
        Map<String, String> config = Map.of("max.message.bytes", LARGEST);
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String deadLetters() {
        return source + ".dlq";
    }

    public String group() {
        return source + "-group";
    }

    /** For {@link TestSettings}. */
    public Map<String, String> settings() {
        return Map.of("topic", source, "dead-letter-topic", deadLetters(), "group", group());
    }

    public ProducerRecord<byte[], byte[]> record(ObjectNode event) {
        return record(Events.data(event).get("application_id").asText(), event.toString());
    }

    public ProducerRecord<byte[], byte[]> record(String key, String value) {
        List<Header> structured = List.of(header("content-type", "application/cloudevents+json; charset=UTF-8"));
        return new ProducerRecord<>(
                source,
                null,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                structured);
    }

    public static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    /** In this order, acknowledged. */
    public void publish(List<ProducerRecord<byte[], byte[]>> records) {
        publish(records, "none");
    }

    /** @param compression one of Kafka's: none, gzip, snappy, lz4, zstd */
    public void publish(List<ProducerRecord<byte[], byte[]>> records, String compression) {
        // One request at a time: a topic that is a moment old can answer the first one "unknown", and the producer does
        // not recover when later ones were under way (out of order sequence).
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "linger.ms",
                "5",
                "compression.type",
                compression,
                "max.request.size",
                LARGEST,
                "max.in.flight.requests.per.connection",
                "1");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public void publish(ObjectNode... events) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ObjectNode event : events) {
            records.add(record(event));
        }
        publish(records);
    }

    /** Everything that is in a topic now. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Records of the source topic that the group has not committed. */
    public long uncommitted() {
        try (Admin admin = admin()) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
            long open = 0;
            int partitions = admin.describeTopics(List.of(source))
                    .allTopicNames()
                    .get()
                    .get(source)
                    .partitions()
                    .size();
            for (int i = 0; i < partitions; i++) {
                TopicPartition partition = new TopicPartition(source, i);
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                open += end - committed.getOrDefault(partition, 0L);
            }
            return open;
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null ? null : new String(found.value(), UTF_8);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }
}
