package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.stack.Heap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sockets that only come and stay: how fast, and what one costs. They come twice; the second, warm time counts. */
final class Connections implements Shape {

    private static final int SOCKETS = 2000;
    private static final int FIRST = 10_001;
    private static final int AT_ONCE = 64;
    private static final Duration SETTLE = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String description() {
        return "2,000 sockets connect, 64 at a time, leave, and connect again; then nobody says anything";
    }

    @Override
    public boolean wantsFreshJvm() {
        return true;
    }

    @Override
    public List<Result> run(Bench bench) {
        int rooms = bench.timing().scaled(SOCKETS / 2);
        Crowd crowd = bench.crowd(FIRST, rooms, 2);
        var heap = new Heap(bench.target(), bench.rest());
        double liveBefore = heap.liveMib();
        double pssBefore = bench.target().chatProcesses().memoryMib();
        crowd.connect(AT_ONCE);
        Bench.pause(SETTLE);
        crowd.leave();
        Bench.pause(SETTLE);

        Reading start = bench.meter().read();
        crowd.connect(AT_ONCE);
        Usage connecting = bench.meter().read().since(start);
        Bench.pause(SETTLE);
        Reading idle = bench.meter().read();
        Bench.pause(SETTLE);
        Usage idling = bench.meter().read().since(idle);
        double pss = bench.target().chatProcesses().memoryMib() - pssBefore;
        double live = heap.liveMib() - liveBefore;
        Map<String, Integer> faults = new TreeMap<>();
        int lost = crowd.size() - crowd.open();
        if (lost > 0) {
            faults.put("sockets_lost", lost);
        }
        crowd.leave();
        Map<String, Double> figures = Cost.figures();
        double thousands = crowd.size() / 1000.0;
        figures.put("sockets", (double) crowd.size());
        figures.put("connects/s", crowd.size() / connecting.seconds());
        figures.put("live MiB/1000", live / thousands);
        figures.put("PSS MiB/1000", pss / thousands);
        figures.put("idle cores/1000", Cost.all(idling) / idling.seconds() / thousands);
        Cost.add(figures, connecting, crowd.size());
        return List.of(new Result("Connections", name(), figures, faults));
    }
}
