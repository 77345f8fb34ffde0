package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Ledger;
import com.carechain.bench.stack.People.Person;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;

/** 16 callers who read the newest 50 messages of a room, or send one. */
final class RestCalls implements Shape {

    private static final int FIRST = 20_001;
    private static final int ROOMS = 50;
    private static final int PAGE = 50;

    private final boolean sending;

    RestCalls(boolean sending) {
        this.sending = sending;
    }

    @Override
    public String name() {
        return sending ? "rest-send" : "rest-history";
    }

    @Override
    public String description() {
        return sending ? "16 callers send messages over REST" : "16 callers read the newest 50 messages of a room";
    }

    @Override
    public List<Result> run(Bench bench) {
        List<UUID> rooms = bench.rooms().open(FIRST, ROOMS);
        var ledger = new Ledger();
        try (var callers = new Callers(bench, Callers.LANES)) {
            IntFunction<Future<?>> send =
                    n -> callers.send(rooms.get(n % ROOMS), Person.member(FIRST + n % ROOMS, n / ROOMS), ledger);
            IntFunction<Future<?>> read = n -> callers.call(
                    HttpMethod.GET,
                    bench.target().replica(n),
                    "/api/messaging/rooms/" + rooms.get(n % ROOMS) + "/messages/?limit=" + PAGE,
                    Person.member(FIRST + n % ROOMS, n),
                    null);
            if (!sending) {
                callers.once(ROOMS * PAGE, send);
            }
            callers.start(sending ? send : read);
            Bench.pause(bench.timing().warmUp());
            callers.reset();
            Reading before = bench.meter().read();
            Bench.pause(bench.timing().window());
            Usage usage = bench.meter().read().since(before);
            long answers = callers.answers();
            callers.stop();
            Bench.pause(Duration.ofSeconds(1));
            return List.of(result(bench, callers, usage, answers, ledger, rooms));
        }
    }

    private Result result(Bench bench, Callers callers, Usage usage, long answers, Ledger ledger, List<UUID> rooms) {
        Audit audit = Audit.ofRows(bench, ledger, rooms);
        Map<String, Integer> faults = new TreeMap<>(audit.faults());
        if (callers.failures() > 0) {
            faults.put("failed_calls", callers.failures());
        }
        Map<String, Double> figures = Cost.figures();
        figures.put("callers", (double) Callers.LANES);
        figures.put("answers/s", answers / usage.seconds());
        figures.put("ms p50", callers.latency().millisAt(50));
        figures.put("ms p99", callers.latency().millisAt(99));
        Cost.add(figures, usage, answers);
        audit.add(figures);
        return new Result("REST", name(), figures, faults);
    }
}
