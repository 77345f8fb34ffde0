package com.carechain.bridge.settings;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the Kafka clients are opened with, in three layers: our defaults, then every {@code kafka.*} property of the
 * operator (addresses, TLS, SASL, tuning), then what the guarantees rest on and nobody may change.
 */
public final class KafkaClients {
    private final Map<String, Object> operator;
    private final BridgeSettings settings;

    /** @param operator {@code kafka.*} without the prefix */
    public KafkaClients(Map<String, Object> operator, BridgeSettings settings) {
        this.operator = Map.copyOf(operator);
        this.settings = settings;
    }

    /** The addresses in use, for messages to people. */
    public String bootstrap() {
        return String.valueOf(operator.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    public Map<String, Object> consumer() {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
        // A bridge that died without a word holds its partitions this long; Kafka's own 45 s would be told as a
        // standstill.
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        // A topic that appears later is noticed within this time.
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
        config.putAll(operator);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return config;
    }

    /** For reading the dead letter topic with a replay's own group. */
    public Map<String, Object> replayConsumer() {
        Map<String, Object> config = consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.replay().group());
        return config;
    }

    public Map<String, Object> producer() {
        Map<String, Object> config = common();
        // A value too large to read must still fit into the dead letter topic; compressed it often fits its limit too.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "33554432");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        // With several requests under way a topic that is a moment old can leave the producer stuck (out of order
        // sequence)
        // until its batches expire; parking is rare enough to wait for each.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000");
        config.putAll(operator);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return config;
    }

    public Map<String, Object> admin() {
        Map<String, Object> config = common();
        long limit = settings.watchTimeout().toMillis();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(limit));
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(limit));
        config.putAll(operator);
        return config;
    }

    /** A broker that is away is asked again soon, but not a hundred times a second, and not once per log line. */
    private static Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, "250");
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "3000");
        return config;
    }
}
