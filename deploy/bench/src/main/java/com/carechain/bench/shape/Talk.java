package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.socket.Ledger;
import java.util.Map;
import java.util.function.Supplier;

/** A crowd that talks for a while: warm-up, window, stop, audit. */
final class Talk {

    static final String SECTION = "Messages";

    private Talk() {}

    static Result run(Bench bench, String shape, Crowd crowd, Supplier<Runnable> load) {
        Ledger ledger = crowd.newLedger();
        Runnable stop = load.get();
        Bench.pause(bench.timing().warmUp());
        Reading before = bench.meter().read();
        bench.loop().get(() -> {
            ledger.open(System.nanoTime());
            return true;
        });
        Bench.pause(bench.timing().window());
        bench.loop().get(() -> {
            ledger.close(System.nanoTime());
            return true;
        });
        Usage usage = bench.meter().read().since(before);
        stop.run();
        Audit audit = Audit.of(bench, crowd, ledger);
        Map<String, Double> figures = figures(crowd, ledger, usage);
        audit.add(figures);
        return new Result(SECTION, shape, figures, audit.faults());
    }

    private static Map<String, Double> figures(Crowd crowd, Ledger ledger, Usage usage) {
        Map<String, Double> figures = Cost.figures();
        figures.put("sockets", (double) crowd.size());
        figures.put("msg/s", ledger.ackedInWindow() / usage.seconds());
        figures.put("deliveries/s", ledger.deliveredInWindow() / usage.seconds());
        figures.put("ack ms p50", ledger.ack().millisAt(50));
        figures.put("ack ms p99", ledger.ack().millisAt(99));
        figures.put("delivery ms p50", ledger.delivery().millisAt(50));
        figures.put("delivery ms p99", ledger.delivery().millisAt(99));
        figures.put("delivery ms p99.9", ledger.delivery().millisAt(99.9));
        Cost.add(figures, usage, ledger.ackedInWindow());
        return figures;
    }
}
