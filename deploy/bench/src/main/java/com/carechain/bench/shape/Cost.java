package com.carechain.bench.shape;

import com.carechain.bench.measure.Meter;
import com.carechain.bench.measure.Meter.Usage;
import com.carechain.bench.stack.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** CPU seconds for a thousand of something, and how busy the machine was besides. */
final class Cost {

    private Cost() {}

    static void add(Map<String, Double> figures, Usage usage, double count) {
        addEach(figures, "CPU s/1000 ", usage, count / 1000);
        addCores(figures, usage);
    }

    /** In cores, for what has no count. */
    static void addInCores(Map<String, Double> figures, Usage usage) {
        addEach(figures, "cores ", usage, usage.seconds());
        addCores(figures, usage);
    }

    private static void addEach(Map<String, Double> figures, String column, Usage usage, double by) {
        for (String group : Target.COUNTED) {
            figures.put(column + group, usage.of(group) / by);
        }
        figures.put(column + "all", all(usage) / by);
    }

    /** In cores: Kafka takes what the outbox tells it, the generator is ours, the others disturb. */
    static void addCores(Map<String, Double> figures, Usage usage) {
        figures.put("kafka cores", usage.of(Target.KAFKA) / usage.seconds());
        figures.put("generator cores", usage.of(Meter.GENERATOR) / usage.seconds());
        figures.put("other cores", usage.of(Meter.OTHERS) / usage.seconds());
    }

    /** Of all counted groups. */
    static double all(Usage usage) {
        return Target.COUNTED.stream().mapToDouble(usage::of).sum();
    }

    static Map<String, Double> figures() {
        return new LinkedHashMap<>();
    }
}
