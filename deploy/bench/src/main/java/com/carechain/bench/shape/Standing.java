package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Crowd;
import java.util.List;
import java.util.Map;

/**
 * What sockets cost that do nothing for long: heartbeats and leases. The stack without them is measured first, for what it takes anyway.
 * Here the warm-up is the rest between the last connection and what counts, best some minutes.
 */
final class Standing implements Shape {

    private static final int ROOMS = 2500;
    private static final int FIRST = 10_001;
    private static final int AT_ONCE = 64;

    @Override
    public String name() {
        return "stand-5000";
    }

    @Override
    public String description() {
        return "5,000 sockets that say nothing, measured after the warm-up; before, the stack without them";
    }

    @Override
    public List<Result> run(Bench bench) {
        Crowd crowd = bench.crowd(FIRST, bench.timing().scaled(ROOMS), 2);
        Bench.pause(bench.timing().warmUp());
        Result without = measured(bench, name() + ", none yet", crowd, 0);
        try {
            crowd.connect(AT_ONCE);
            Bench.pause(bench.timing().warmUp());
            return List.of(without, measured(bench, name(), crowd, crowd.size()));
        } finally {
            crowd.leave();
        }
    }

    private static Result measured(Bench bench, String line, Crowd crowd, int sockets) {
        Reading start = bench.meter().read();
        Bench.pause(bench.timing().window());
        Usage usage = bench.meter().read().since(start);
        int lost = sockets - crowd.open();
        Map<String, Double> figures = Cost.figures();
        figures.put("sockets", (double) sockets);
        figures.put("PSS MiB chat", bench.target().chatProcesses().memoryMib());
        Cost.addInCores(figures, usage);
        return new Result("Standing sockets", line, figures, lost == 0 ? Map.of() : Map.of("sockets_lost", lost));
    }
}
