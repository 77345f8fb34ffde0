package com.carechain.system;

import com.carechain.system.Poison.Rotten;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What an operator sees of the bridge's topics. */
final class TopicObserver implements AutoCloseable {
    private static final String PARKED = JobPlatform.TOPIC + ".dlq";
    private static final String GROUP = "jobs-bridge";

    private final String bootstrap;
    private final Admin admin;

    TopicObserver(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** A parked record, where it came from, and why it is here. */
    record Parked(Rotten record, String source, String reason, int replays) {}

    void allowValuesOf(int bytes) throws ExecutionException, InterruptedException {
        Collection<AlterConfigOp> larger = List.of(new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, JobPlatform.TOPIC),
                        larger,
                        new ConfigResource(ConfigResource.Type.TOPIC, PARKED),
                        larger))
                .all()
                .get();
    }

    /** Records that the bridge has not committed. */
    long unfinished() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        long open = 0;
        for (Map.Entry<TopicPartition, Long> end : ends(JobPlatform.TOPIC).entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            open += end.getValue() - (done == null ? 0 : done.offset());
        }
        return open;
    }

    private Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .collect(Collectors.toMap(
                                p -> new TopicPartition(topic, p.partition()), p -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    List<Parked> parked() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = ends(PARKED);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            List<Parked> parked = new ArrayList<>();
            while (ends.keySet().stream().anyMatch(p -> consumer.position(p) < ends.get(p)))
                consumer.poll(Duration.ofMillis(100)).forEach(record -> parked.add(parked(record)));
            return parked;
        }
    }

    private static Parked parked(ConsumerRecord<String, String> record) {
        String replays = header(record, "dlq-replays");
        return new Parked(
                new Rotten(record.key(), record.value()),
                header(record, "dlq-source-topic") + "-" + header(record, "dlq-source-partition") + "@"
                        + header(record, "dlq-source-offset"),
                header(record, "dlq-reason"),
                replays.isEmpty() ? 0 : Integer.parseInt(replays));
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
