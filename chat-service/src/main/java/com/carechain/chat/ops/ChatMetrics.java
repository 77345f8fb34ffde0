package com.carechain.chat.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of this service by name; the README's table says what each is good for, and a test holds it to what is exposed. Tags come
 * from closed sets, each value there from the start, so that the first of its kind is seen as a rise. What is counted per message or
 * frame costs an addition and makes no object.
 */
@Singleton
public class ChatMetrics {
    private static final Duration[] ACK = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);
    private static final Duration[] LAG = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000);

    private final MeterRegistry registry;
    /** Frames of clients, whatever becomes of them. */
    public final LongAdder framesReceived;
    /** Frames handed to the network. */
    public final LongAdder framesSent;

    private final Counter messagesStored;
    private final DistributionSummary batch;
    private final Timer ack;
    private final Timer lagHere;
    private final Timer lagFromReplica;
    private final Counter repairs;
    private final Counter relayed;
    private final DistributionSummary uploads;
    private final Counter filesRemoved;

    ChatMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("carechain.heap.max", "bytes", "What the heap may grow to", Runtime.getRuntime()::maxMemory);
        framesReceived = adder("carechain.frames.received", "Frames of clients");
        framesSent = adder("carechain.frames.sent", "Frames handed to the network");
        messagesStored = counter("carechain.messages.stored", "Messages committed by this replica", Tags.empty());
        batch = DistributionSummary.builder("carechain.lane.batch")
                .baseUnit("messages")
                .description("Messages in one commit")
                .register(registry);
        ack = timer(
                "carechain.messages.ack",
                "From a send that was taken until its answer is on its way",
                Tags.empty(),
                ACK);
        lagHere = timer(
                "carechain.fanout.lag", "From a commit until the sockets here have it", Tags.of("from", "here"), LAG);
        lagFromReplica = timer(
                "carechain.fanout.lag",
                "From a commit until the sockets here have it",
                Tags.of("from", "replica"),
                LAG);
        repairs = counter(
                "carechain.fanout.repairs", "Times a gap in a room's rev was read from PostgreSQL", Tags.empty());
        uploads = DistributionSummary.builder("carechain.attachments.uploads")
                .baseUnit("bytes")
                .description("Files that this replica has stored")
                .register(registry);
        filesRemoved =
                counter("carechain.attachments.removed", "Files removed, unused or of deleted messages", Tags.empty());
        relayed = Counter.builder("carechain.outbox.relayed")
                .baseUnit("events")
                .description("Events that Kafka has taken")
                .register(registry);
    }

    // --- sockets

    public void openSockets(Supplier<Number> open) {
        gauge("carechain.sockets.open", null, "Open sockets", open);
    }

    public Counter socketsOpened() {
        return counter("carechain.sockets.opened", "Sockets opened", Tags.empty());
    }

    /** @param code a close code, or {@code none} when it was not us who closed it */
    public Counter socketsClosed(String code) {
        return counter(
                "carechain.sockets.closed",
                "Sockets that ended, by the code they were closed with",
                Tags.of("code", code));
    }

    /** By the code of the {@code error} frame. */
    public <T> Consumer<T> framesRefused(Stream<T> codes, Function<T, String> wire) {
        Map<T, Counter> counters = codes.collect(Collectors.toMap(
                Function.identity(),
                code -> counter(
                        "carechain.frames.refused",
                        "Frames answered with an error",
                        Tags.of("code", wire.apply(code)))));
        return code -> {
            Counter counter = counters.get(code);
            if (counter != null) counter.increment();
        };
    }

    /** @param outcome {@code complete}; {@code partial}, the rest is paged over REST; {@code reset} */
    public Counter resumes(String outcome) {
        return counter(
                "carechain.resumes", "Rooms that a client came back to with after_rev", Tags.of("outcome", outcome));
    }

    // --- messages

    public void lanes(Supplier<Number> waiting) {
        gauge("carechain.lane.depth", "messages", "Messages waiting for a commit", waiting);
    }

    public void batch(int messages) {
        batch.record(messages);
    }

    public void stored() {
        messagesStored.increment();
    }

    public void acknowledged(long nanos) {
        ack.record(nanos, TimeUnit.NANOSECONDS);
    }

    // --- fan-out

    public void followedRooms(Supplier<Number> rooms) {
        gauge("carechain.fanout.rooms", null, "Rooms that somebody here follows", rooms);
    }

    /** Rooms whose rev in PostgreSQL was ahead when it was last compared. */
    public void roomsBehind(Supplier<Number> rooms) {
        gauge("carechain.fanout.behind", "rooms", "Rooms that the last sweep found behind PostgreSQL", rooms);
    }

    public void fannedOut(long nanos) {
        lagHere.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param millis by two machines' clocks: what is below nothing counts as nothing */
    public void heardFromReplica(long millis) {
        lagFromReplica.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    public void repaired() {
        repairs.increment();
    }

    // --- presence, outbox

    public void presenceReachable(Supplier<Number> reachable) {
        gauge("carechain.presence.reachable", null, "1 while presence-service answers", reachable);
    }

    public void relayed(int events) {
        relayed.increment(events);
    }

    public void outboxLag(Supplier<Number> seconds) {
        gauge("carechain.outbox.lag", "seconds", "Age of the oldest event that Kafka has not taken", seconds);
    }

    // --- attachments

    public void uploaded(long bytes) {
        uploads.record(bytes);
    }

    /** @param reason a problem's code */
    public Counter uploadsRefused(String reason) {
        return counter("carechain.attachments.refused", "Uploads that were refused", Tags.of("reason", reason));
    }

    /** @param verdict {@code clean}, {@code rejected} or {@code failed} */
    public Counter filesScanned(String verdict) {
        return counter("carechain.attachments.scanned", "Virus scans", Tags.of("verdict", verdict));
    }

    public void fileRemoved() {
        filesRemoved.increment();
    }

    /** @param operation {@code put} or {@code open} @param outcome {@code done} or {@code failed} */
    public Timer storage(String operation, String outcome) {
        return timer(
                "carechain.attachments.storage",
                "Calls of the storage",
                Tags.of("operation", operation, "outcome", outcome),
                LAG);
    }

    // ---

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private LongAdder adder(String name, String description) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
        return adder;
    }

    private Timer timer(String name, String description, Tags tags, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private void gauge(String name, @Nullable String unit, String description, Supplier<Number> value) {
        Gauge.builder(name, value).baseUnit(unit).description(description).register(registry);
    }

    private static Duration[] millis(long... bounds) {
        return java.util.Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
