package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.stack.BigTable;
import com.carechain.bench.stack.People.Person;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody with 2,000 rooms waits for the summary and the list of rooms, beside somebody with 20. */
final class Lists implements Shape {

    private static final int CALLERS = 2;

    /** What is asked for, and where. */
    private record View(String name, String path) {}

    private static final List<View> VIEWS =
            List.of(new View("summary", "/api/messaging/summary/"), new View("room list", "/api/messaging/rooms/"));

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public String description() {
        return "summary and room list of a user with 2,000 rooms and of one with 20, a million messages in the table";
    }

    @Override
    public List<Result> run(Bench bench) {
        new BigTable(bench.table(), bench.timing().scaled(BigTable.MESSAGES)).fill();
        List<Result> results = new ArrayList<>();
        for (View what : VIEWS) {
            results.add(measured(bench, what, BigTable.few(), BigTable.FEW_ROOMS));
            results.add(measured(bench, what, BigTable.many(), BigTable.MANY_ROOMS));
        }
        return results;
    }

    private static Result measured(Bench bench, View what, Person who, int rooms) {
        Duration window = bench.timing().window().dividedBy(2);
        try (var callers = new Callers(bench, CALLERS)) {
            callers.start(n -> callers.call(HttpMethod.GET, bench.target().replica(n), what.path(), who, null));
            Bench.pause(bench.timing().warmUp().dividedBy(2));
            callers.reset();
            Reading before = bench.meter().read();
            Bench.pause(window);
            Usage usage = bench.meter().read().since(before);
            long answers = callers.answers();
            callers.stop();
            Bench.pause(Duration.ofSeconds(1));
            Map<String, Double> figures = Cost.figures();
            figures.put("callers", (double) CALLERS);
            figures.put("answers/s", answers / usage.seconds());
            figures.put("ms p50", callers.latency().millisAt(50));
            figures.put("ms p99", callers.latency().millisAt(99));
            Cost.add(figures, usage, answers);
            Map<String, Integer> faults =
                    callers.failures() > 0 ? Map.of("failed_calls", callers.failures()) : Map.of();
            return new Result("REST", what.name() + ", " + rooms + " rooms", figures, faults);
        }
    }
}
