package com.carechain.bridge.ops;

import com.carechain.bridge.settings.BridgeSettings;
import com.carechain.bridge.settings.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks at Kafka with an admin client of its own, so that a consumer in trouble does not hide what is the matter. */
final class KafkaWatch implements AutoCloseable {
    private final List<String> topics;
    private final KafkaClients kafka;
    private final Duration limit;
    private @Nullable Admin admin;

    KafkaWatch(BridgeSettings settings, KafkaClients kafka) {
        this.topics = List.of(settings.topic(), settings.deadLetterTopic());
        this.kafka = kafka;
        this.limit = settings.watchTimeout();
    }

    /** What is the matter with Kafka, or null when both topics are there. */
    @Nullable
    String problem() throws InterruptedException {
        try {
            for (Map.Entry<String, ? extends KafkaFuture<?>> topic :
                    admin().describeTopics(topics).topicNameValues().entrySet()) {
                try {
                    topic.getValue().get(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException failure) {
                    if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                        return "the topic " + topic.getKey() + " does not exist";
                    }
                    throw failure;
                }
            }
            return null;
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            Throwable cause = unreachable.getCause() == null ? unreachable : unreachable.getCause();
            return "cannot reach Kafka at " + kafka.bootstrap() + ": "
                    + (cause.getMessage() == null ? "no answer in time" : cause.getMessage());
        }
    }

    /** Records behind each of these positions; empty when Kafka does not tell. */
    Map<TopicPartition, Long> lag(Map<TopicPartition, Long> positions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = positions.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> lag = new HashMap<>();
            admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> {
                        Long position = positions.get(partition);
                        lag.put(partition, position == null ? 0 : Math.max(0, end.offset() - position));
                    });
            return lag;
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    /** Opened when first needed: an address that does not resolve is a problem to tell, not to die of. */
    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.admin());
        }
        return admin;
    }
}
