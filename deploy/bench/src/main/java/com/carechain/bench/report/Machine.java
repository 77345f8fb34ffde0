package com.carechain.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured; figures of two machines are not to be compared. */
public record Machine(int processors, String processor, long memoryMib, String system, String java) {

    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                firstValue("/proc/cpuinfo", "model name"),
                readMemory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    private static long readMemory() {
        String kib = firstValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) / 1024;
    }

    private static String firstValue(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
