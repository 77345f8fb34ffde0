package com.carechain.bridge.deadletter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did.
 *
 * @param replayed records published to the source topic again
 * @param foreign records passed over because they came from another topic
 * @param remaining records that were parked before this replay began and were not replayed by it
 * @param records with a dry run, what would be replayed; otherwise empty
 */
@RegisterForReflection
public record ReplayReport(boolean dryRun, int replayed, int foreign, long remaining, List<Parked> records) {

    /** One parked record, told without its content: that may be anything. */
    @RegisterForReflection
    public record Parked(
            int partition,
            long offset,
            @Nullable String reason,
            @Nullable String sourceTopic,
            @Nullable String sourcePartition,
            @Nullable String sourceOffset,
            int replays) {

        static Parked of(ConsumerRecord<?, ?> record) {
            return new Parked(
                    record.partition(),
                    record.offset(),
                    DeadLetterHeaders.text(record, DeadLetterHeaders.REASON),
                    DeadLetterHeaders.text(record, DeadLetterHeaders.SOURCE_TOPIC),
                    DeadLetterHeaders.text(record, DeadLetterHeaders.SOURCE_PARTITION),
                    DeadLetterHeaders.text(record, DeadLetterHeaders.SOURCE_OFFSET),
                    DeadLetterHeaders.replays(record));
        }
    }
}
