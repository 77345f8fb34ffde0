package com.carechain.chat.fanout;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.ops.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hints over Redis pub/sub: one channel per room, heard by the replicas where somebody follows it. While replicas are few, what one commit
 * has stored goes to all of them in one publication instead (ADR 12). A replica that is alone sends nothing.
 */
@Singleton
class RedisHints implements ChannelHints {
    static final String ROOM = "chat:room:";
    /** Least number of events that go together: for fewer it is no gain, and others would hear them in vain. */
    static final int TOGETHER = 4;
    /** Characters of a usual event, with its frame. */
    private static final int SIZE = 1000;
    /** Ends an event among others; no line of one is empty. */
    private static final String END = "\n\n";
    /** Of a room's id as text. */
    private static final int ID_LENGTH = 36;

    private static final String UNTRACED = "-";
    /** Where in line 1, from 0. */
    private static final int TRACE = 2;

    private static final int SEQS = 3;

    private final Redis redis;
    private final RedisSubscription subscription;
    private final Provider<RoomChannels> channels;
    private final HeardMessages messages;
    private final Replicas replicas;
    private final InstantSource clock;
    private final ChatMetrics metrics;
    private final Traces traces;

    RedisHints(
            Redis redis,
            RedisSubscription subscription,
            Provider<RoomChannels> channels,
            HeardMessages messages,
            Replicas replicas,
            InstantSource clock,
            ChatMetrics metrics,
            Traces traces) {
        this.clock = clock;
        this.metrics = metrics;
        this.traces = traces;
        this.redis = redis;
        this.subscription = subscription;
        this.channels = channels;
        this.messages = messages;
        this.replicas = replicas;
    }

    void start(@Observes StartupEvent event) {
        replicas.join(this::heardTogether);
    }

    @Override
    public void listen(UUID room) {
        subscription.on(ROOM + room, text -> heard(room, text));
    }

    @Override
    public void ignore(UUID room) {
        subscription.off(ROOM + room);
    }

    @Override
    public void publish(List<RoomEvent> events) {
        if (!replicas.areOthers() || events.isEmpty()) return;
        long now = clock.millis();
        // a hint that fails is found by the sweep
        if (events.size() >= TOGETHER && replicas.areFew()) redis.send(together(events, now));
        else redis.batch(events.stream().map(event -> alone(event, now)).toList());
    }

    private Request alone(RoomEvent event, long now) {
        StringBuilder text = new StringBuilder(SIZE);
        say(event, now, text);
        return Request.cmd(Command.PUBLISH).arg(ROOM + event.roomId()).arg(text.toString());
    }

    /** Of each event its room, a space, what {@link #encode} says of it, and an empty line. */
    private Request together(List<RoomEvent> events, long now) {
        StringBuilder text = new StringBuilder(SIZE * events.size());
        for (RoomEvent event : events) {
            text.append(event.roomId()).append(' ');
            say(event, now, text);
            text.append(END);
        }
        return Request.cmd(Command.PUBLISH).arg(replicas.channel()).arg(text.toString());
    }

    private void say(RoomEvent event, long now, StringBuilder to) {
        Span span = traces.step("publish chat:room", SpanKind.PRODUCER, event.trace());
        encode(event, now, Traces.traceparent(span), to);
        if (span != null) span.end();
    }

    private void heardTogether(String text) {
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf(END, start);
            UUID room = UUID.fromString(text.substring(start, start + ID_LENGTH));
            heard(room, text.substring(start + ID_LENGTH + 1, end));
            start = end + END.length();
        }
    }

    /** A replica hears its own words on a room's channel as well; those end here. */
    private void heard(UUID room, String text) {
        if (!channels.get().isNews(room, rev(text))) return;
        Hint hint = decoded(room, text);
        Span span = traces.step("deliver chat:room", SpanKind.CONSUMER, traces.accepted(hint.event.trace()));
        for (Delivery d : hint.event.deliveries())
            if (d.seq() > 0 && d.frame() != null) messages.heard(room, d.seq(), d.frame());
        channels.get().accept(hint.event);
        metrics.heardFromReplica(clock.millis() - hint.sentMillis);
        if (span != null) span.end();
    }

    private static long rev(String text) {
        return Long.parseLong(text, 0, text.indexOf(' '), 10);
    }

    /**
     * Line 1: the event's rev, when it was sent (ms since 1970), its traceparent or {@code -}, and of each frame the seq of its message or 0,
     * separated by spaces; then a line per frame: its rev, a space, the frame (JSON has no raw line feed).
     */
    static void encode(RoomEvent event, long sentMillis, @Nullable String trace, StringBuilder to) {
        to.append(event.rev()).append(' ').append(sentMillis).append(' ').append(trace == null ? UNTRACED : trace);
        for (Delivery d : event.deliveries()) to.append(' ').append(d.seq());
        for (Delivery d : event.deliveries())
            to.append('\n').append(d.rev()).append(' ').append(d.frame());
    }

    record Hint(RoomEvent event, long sentMillis) {}

    /** What a replica of an earlier version sent has no seqs, and no third word when it is not traced. */
    static Hint decoded(UUID room, String text) {
        int end = text.indexOf('\n');
        String[] head = (end < 0 ? text : text.substring(0, end)).split(" ");
        List<Delivery> deliveries = new ArrayList<>(1);
        for (int i = SEQS; end >= 0; i++) {
            int start = end + 1;
            int space = text.indexOf(' ', start);
            end = text.indexOf('\n', space);
            String frame = text.substring(space + 1, end < 0 ? text.length() : end);
            long seq = i < head.length ? Long.parseLong(head[i]) : 0;
            deliveries.add(new Delivery(frame, Long.parseLong(text, start, space, 10), seq, null));
        }
        String trace = head.length > TRACE && !head[TRACE].equals(UNTRACED) ? head[TRACE] : null;
        return new Hint(new RoomEvent(room, Long.parseLong(head[0]), deliveries, trace), Long.parseLong(head[1]));
    }
}
