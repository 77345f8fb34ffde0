package com.carechain.bridge.intake;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record's step in a trace that the job platform has begun: goes from the record's {@code traceparent} header to chat-service. Calls
 * carry many events, so each takes its own along. A record without the header, or one that is not recorded, costs a look.
 */
record EventTrace(@Nullable Span span) {
    private static final EventTrace NONE = new EventTrace(null);
    private static final Pattern SAMPLED = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-01");

    static EventTrace begin(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader("traceparent");
        if (header == null || header.value() == null) return NONE;
        Matcher parts = SAMPLED.matcher(new String(header.value(), StandardCharsets.US_ASCII));
        if (!parts.matches()) return NONE;
        SpanContext parent = SpanContext.createFromRemoteParent(
                parts.group(1), parts.group(2), TraceFlags.getSampled(), TraceState.getDefault());
        return new EventTrace(GlobalOpenTelemetry.getTracer("jobs-bridge-service")
                .spanBuilder("process " + record.topic())
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan());
    }

    /** For chat-service; null when there is nothing to follow. */
    @Nullable
    String traceparent() {
        if (span == null || !span.getSpanContext().isSampled()) return null;
        return "00-" + span.getSpanContext().getTraceId() + "-"
                + span.getSpanContext().getSpanId() + "-01";
    }

    void end() {
        if (span != null) span.end();
    }
}
