package com.carechain.bridge.deadletter;

import com.carechain.bridge.event.Reading.Poison;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Header names of the dead letter topic; all values are UTF-8 text. */
final class DeadLetterHeaders {
    static final String REASON = "dlq-reason";
    static final String SOURCE_TOPIC = "dlq-source-topic";
    static final String SOURCE_PARTITION = "dlq-source-partition";
    static final String SOURCE_OFFSET = "dlq-source-offset";
    /** How often the record was replayed; it stays with the record on the source topic, so that it can be counted on. */
    static final String REPLAYS = "dlq-replays";

    private static final Set<String> OURS = Set.of(REASON, SOURCE_TOPIC, SOURCE_PARTITION, SOURCE_OFFSET);

    private DeadLetterHeaders() {}

    /** The record's own headers and, behind them, where it came from and why it was parked. */
    static Headers parked(ConsumerRecord<?, ?> record, Poison poison) {
        Headers headers = new RecordHeaders(record.headers());
        // Left over when someone copied a parked record back by hand.
        OURS.forEach(headers::remove);
        return headers.add(REASON, bytes(poison.reason()))
                .add(SOURCE_TOPIC, bytes(record.topic()))
                .add(SOURCE_PARTITION, bytes(Integer.toString(record.partition())))
                .add(SOURCE_OFFSET, bytes(Long.toString(record.offset())));
    }

    /** The headers the record had before it was parked, and one replay more. */
    static Headers replayed(ConsumerRecord<?, ?> parked) {
        Headers headers = new RecordHeaders();
        for (Header header : parked.headers()) {
            if (!header.key().startsWith("dlq-")) {
                headers.add(header);
            }
        }
        return headers.add(REPLAYS, bytes(Integer.toString(replays(parked) + 1)));
    }

    static int replays(ConsumerRecord<?, ?> record) {
        return number(record, REPLAYS, 0);
    }

    /** -1 when the header is missing or is no number. */
    static int sourcePartition(ConsumerRecord<?, ?> record) {
        return number(record, SOURCE_PARTITION, -1);
    }

    static @Nullable String text(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static int number(ConsumerRecord<?, ?> record, String name, int otherwise) {
        String text = text(record, name);
        try {
            return text == null ? otherwise : Math.max(otherwise, Integer.parseInt(text));
        } catch (NumberFormatException notOurs) {
            return otherwise;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
