package com.carechain.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class MeterTest {

    @Test
    void theTimeOfAChildThatHasEndedStillCounts() throws IOException, InterruptedException {
        // Given: a shell whose child burns some processor time and ends before the shell does
        Process shell = new ProcessBuilder(
                        "sh", "-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; read line")
                .start();
        var meter = new Meter(Map.of("shell", new ProcessTree(List.of(shell.pid()))));
        try {
            // When
            shell.inputReader().readLine();

            // Then
            assertTrue(meter.read().cpu().getOrDefault("shell", 0.0) > 0.02);
        } finally {
            shell.destroy();
            shell.waitFor(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void memoryOfARunningProcessIsRead() {
        double mib = new ProcessTree(List.of(ProcessHandle.current().pid())).memoryMib();

        assertTrue(mib > 10, mib + " MiB");
    }

    @Test
    void aProcessThatIsGoneCostsNothing() {
        assertEquals(0, new ProcessTree(List.of(999_999_999L)).cpuSeconds());
    }
}
