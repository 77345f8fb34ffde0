package com.carechain.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies of one kind. Not for several threads. */
public final class Latency {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST, DIGITS);

    public void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** NaN when nothing was recorded. */
    public double millisAt(double percentile) {
        return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
