package com.carechain.chat.attachment;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** What is counted of attachments, all in one place. */
@ApplicationScoped
class AttachmentMetrics {
    private final MeterRegistry metrics;
    private final DistributionSummary uploads;

    AttachmentMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        this.uploads = DistributionSummary.builder("carechain.attachments.uploads")
                .baseUnit("bytes")
                .description("Files stored by this replica")
                .register(metrics);
    }

    void stored(long bytes) {
        uploads.record(bytes);
    }

    /** @param reason a problem's code */
    void refused(String reason) {
        metrics.counter("carechain.attachments.refused", "reason", reason).increment();
    }

    /** @param verdict clean, rejected or failed */
    void scanned(String verdict) {
        metrics.counter("carechain.attachments.scanned", "verdict", verdict).increment();
    }

    void removed() {
        metrics.counter("carechain.attachments.removed").increment();
    }

    /** A call of the storage or the scanner. */
    interface Call<T> {
        T make() throws IOException;
    }

    <T> T timed(String operation, Call<T> call) throws IOException {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "failed";
        try {
            T result = call.make();
            outcome = "done";
            return result;
        } finally {
            sample.stop(metrics.timer("carechain.attachments.storage", "operation", operation, "outcome", outcome));
        }
    }
}
