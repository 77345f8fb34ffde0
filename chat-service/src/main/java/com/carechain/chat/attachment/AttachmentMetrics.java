package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is counted of attachments; the names are in {@link ChatMetrics}. */
@Singleton
@Startup // its metrics are there before the first upload
class AttachmentMetrics {
    private static final String FAILED = "failed";

    private final ChatMetrics metrics;
    private final Map<String, Counter> refused;
    private final Map<String, Counter> scanned;
    private final Map<String, Timer> done;
    private final Map<String, Timer> failed;

    AttachmentMetrics(ChatMetrics metrics) {
        this.metrics = metrics;
        this.refused = each(Arrays.stream(Refusal.Code.values()).map(Refusal.Code::wire), metrics::uploadsRefused);
        this.scanned = each(Stream.of("clean", "rejected", FAILED), metrics::filesScanned);
        this.done = each(Stream.of("put", "open"), operation -> metrics.storage(operation, "done"));
        this.failed = each(Stream.of("put", "open"), operation -> metrics.storage(operation, FAILED));
    }

    private static <T> Map<String, T> each(Stream<String> tags, Function<String, T> metric) {
        return tags.collect(Collectors.toMap(Function.identity(), metric));
    }

    void stored(long bytes) {
        metrics.uploaded(bytes);
    }

    /** @param reason a problem's code */
    void refused(String reason) {
        count(refused, reason);
    }

    /** @param verdict clean, rejected or failed */
    void scanned(String verdict) {
        count(scanned, verdict);
    }

    private static void count(Map<String, Counter> counters, String tag) {
        Counter counter = counters.get(tag);
        if (counter != null) counter.increment();
    }

    void removed() {
        metrics.fileRemoved();
    }

    /** A call of the storage. */
    interface Call<T> {
        T make() throws IOException;
    }

    /** @param operation put or open */
    <T> T timed(String operation, Call<T> call) throws IOException {
        long began = System.nanoTime();
        Map<String, Timer> outcome = failed;
        try {
            T result = call.make();
            outcome = done;
            return result;
        } finally {
            Timer timer = outcome.get(operation);
            if (timer != null) timer.record(System.nanoTime() - began, java.util.concurrent.TimeUnit.NANOSECONDS);
        }
    }
}
