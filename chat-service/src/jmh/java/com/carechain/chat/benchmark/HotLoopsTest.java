package com.carechain.chat.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of the hot loops: {@code ./carechain bench --jmh}. Without {@code -Djmh.full=true} once and briefly, to see
 * that they still run; figures come only from the full run.
 */
class HotLoopsTest {
    @Test
    void everyHotLoopRuns() throws RunnerException {
        // Given
        boolean full = Boolean.getBoolean("jmh.full");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(System.getProperty("jmh.include", "com\\.carechain\\.chat\\..*Benchmark"))
                .addProfiler(GCProfiler.class)
                .forks(full ? 1 : 0)
                .warmupIterations(full ? 3 : 0)
                .measurementIterations(full ? 5 : 1)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(full ? TimeValue.seconds(1) : TimeValue.milliseconds(50))
                .shouldFailOnError(true);
        if (full) options.resultFormat(ResultFormatType.JSON).result("target/jmh.json");

        // When
        Collection<RunResult> results = new Runner(options.build()).run();

        // Then
        assertThat(results).isNotEmpty();
    }
}
