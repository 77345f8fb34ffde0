package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter.Reading;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.report.Result;
import com.carechain.bench.socket.Crowd;
import com.carechain.bench.socket.Ledger;
import com.carechain.bench.stack.People.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everybody loses the connection at the same moment, something is written in every room meanwhile, and everybody comes back at
 * the same moment with the last rev they have seen.
 */
final class ReconnectStorm implements Shape {

    private static final int SOCKETS = 2000;
    private static final int FIRST = 10_001;
    private static final int AT_ONCE = 64;

    @Override
    public String name() {
        return "reconnect-storm";
    }

    @Override
    public String description() {
        return "2,000 sockets drop at once, miss one message each, and resume at once";
    }

    @Override
    public List<Result> run(Bench bench) {
        int rooms = bench.timing().scaled(SOCKETS / 2);
        List<UUID> ids = bench.rooms().open(FIRST, rooms);
        Crowd crowd = bench.crowd(FIRST, rooms, 2);
        crowd.connect(AT_ONCE);
        Ledger ledger = crowd.newLedger();
        crowd.leave();
        var callers = new Callers(bench, Callers.LANES);
        callers.once(rooms, room -> callers.send(ids.get(room), Person.candidate(FIRST + room), ledger));

        Reading before = bench.meter().read();
        crowd.resume(crowd.size());
        Usage usage = bench.meter().read().since(before);
        Audit audit = Audit.of(bench, crowd, ledger);
        long missed = bench.loop().get(ledger::deliveries);
        if (missed != crowd.size()) {
            audit.faults().put("missed_messages_not_resumed_once", (int) Math.abs(crowd.size() - missed));
        }
        crowd.leave();
        callers.close();
        Map<String, Double> figures = Cost.figures();
        figures.put("sockets", (double) crowd.size());
        figures.put("connects/s", crowd.size() / usage.seconds());
        figures.put("all back after s", usage.seconds());
        Cost.add(figures, usage, crowd.size());
        audit.add(figures);
        return List.of(new Result("Connections", name(), figures, audit.faults()));
    }
}
