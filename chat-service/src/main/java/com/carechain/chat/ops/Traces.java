package com.carechain.chat.ops;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Follows single messages through lanes, PostgreSQL, Redis and Kafka, where the framework sees only batches. A message that is traced
 * carries its place in the trace along as a {@code traceparent} (W3C); all others carry null, and cost a comparison. Spans name places
 * and numbers, never content.
 */
@Singleton
public class Traces {
    private static final Pattern SAMPLED = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-01");
    private static final AttributeKey<Long> BATCH = AttributeKey.longKey("carechain.batch");

    private final Tracer tracer;
    private final boolean on;

    Traces(Tracer tracer, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = tracer;
        this.on = !off;
    }

    /** Where the caller is in its trace; null when that is not recorded. */
    public @Nullable String current() {
        return on ? traceparent(Span.current()) : null;
    }

    /** What somebody else says about the trace; null when it is not recorded, or is no {@code traceparent}. */
    public @Nullable String accepted(@Nullable String traceparent) {
        return on && traceparent != null && SAMPLED.matcher(traceparent).matches() ? traceparent : null;
    }

    /** A new trace begins, with something that came over a socket; null when it is not recorded. */
    public @Nullable Span begin(String name) {
        if (!on) return null;
        Span span = tracer.spanBuilder(name)
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return span.isRecording() ? span : null;
    }

    /** The next step of a message; null when it is not traced. */
    public @Nullable Span step(String name, SpanKind kind, @Nullable String traceparent) {
        return on && traceparent != null ? started(name, kind, traceparent).startSpan() : null;
    }

    /** One piece of work for many messages: a span in the trace of each that is traced, linked to the first of them. */
    public List<Span> shared(String name, SpanKind kind, int batch, Stream<@Nullable String> traceparents) {
        if (!on) return List.of();
        List<Span> spans = new ArrayList<>();
        traceparents.filter(Objects::nonNull).forEach(traceparent -> {
            SpanBuilder builder =
                    started(name, kind, Objects.requireNonNull(traceparent)).setAttribute(BATCH, batch);
            if (!spans.isEmpty()) builder.addLink(spans.getFirst().getSpanContext());
            spans.add(builder.startSpan());
        });
        return spans;
    }

    private SpanBuilder started(String name, SpanKind kind, String traceparent) {
        Matcher parts = SAMPLED.matcher(traceparent);
        if (!parts.matches()) throw new IllegalArgumentException("not a sampled traceparent");
        SpanContext parent = SpanContext.createFromRemoteParent(
                parts.group(1), parts.group(2), TraceFlags.getSampled(), TraceState.getDefault());
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(kind);
    }

    /** For what comes after that span; null when it is not recorded. */
    public static @Nullable String traceparent(@Nullable Span span) {
        if (span == null || !span.getSpanContext().isSampled()) return null;
        return "00-" + span.getSpanContext().getTraceId() + "-"
                + span.getSpanContext().getSpanId() + "-01";
    }
}
