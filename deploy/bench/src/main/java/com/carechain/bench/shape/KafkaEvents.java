package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter;
import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.stack.Applications;
import com.carechain.bench.stack.NotMeasurable;
import com.carechain.bench.stack.PlainConsumption;
import com.carechain.bench.stack.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Events of the job platform → rooms with their first message; beside it, the floor. */
final class KafkaEvents implements Shape {

    private static final int EVENTS = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String description() {
        return "20,000 new applications on the topic become rooms with a message, twice; then the same by plain consumption";
    }

    @Override
    public List<Result> run(Bench bench) {
        int count = bench.timing().scaled(EVENTS);
        // So that classes are loaded and connections open.
        through("warm-up", bench, new Applications(name("w"), Math.max(1, count / 10)));
        // No other shape takes this way, so the first time pays for compiling it.
        Result first = through(name() + ", first", bench, new Applications(name("f"), count));
        var plain = new PlainConsumption(bench.table(), bench.target().kafka());
        plain.prepare();
        var applications = new Applications(name("a"), count);
        Result second = through(name(), bench, applications);
        return List.of(first, second, plainly(bench, plain, applications));
    }

    private static String name(String letter) {
        return "bench-" + letter
                + Integer.toHexString(ThreadLocalRandom.current().nextInt()) + "-";
    }

    private static Result through(String name, Bench bench, Applications applications) {
        var stored = new Stored(bench.target(), bench.rest());
        long before = stored.count();
        Reading start = bench.meter().read();
        applications.publish(bench.target().kafka());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (stored.count() < before + applications.count()) {
            if (System.nanoTime() > deadline) {
                throw new NotMeasurable("only " + (stored.count() - before) + " of " + applications.count()
                        + " events were stored within " + LIMIT.toSeconds() + " s");
            }
            Bench.pause(POLL);
        }
        Usage usage = bench.meter().read().since(start);
        Map<String, Integer> faults = new TreeMap<>();
        long rows = bench.table().systemMessages(applications.run());
        if (rows != applications.count()) {
            faults.put("system_messages_missing_or_doubled", (int) Math.abs(rows - applications.count()));
        }
        Map<String, Double> figures = Cost.figures();
        figures.put("events/s", applications.count() / usage.seconds());
        Cost.add(figures, usage, applications.count());
        return new Result("Kafka", name, figures, faults);
    }

    /** Its consumer is in this process: the generator's CPU is its cost. */
    private static Result plainly(Bench bench, PlainConsumption plain, Applications applications) {
        Reading start = bench.meter().read();
        plain.consume(applications);
        Usage usage = bench.meter().read().since(start);
        double thousands = applications.count() / 1000.0;
        Map<String, Double> figures = Cost.figures();
        figures.put("events/s", applications.count() / usage.seconds());
        figures.put("CPU s/1000 postgres", usage.of("postgres") / thousands);
        figures.put("CPU s/1000 all", (usage.of("postgres") + usage.of(Meter.GENERATOR)) / thousands);
        Cost.addCores(figures, usage);
        return new Result("Kafka", "floor: plain consumption", figures);
    }
}
