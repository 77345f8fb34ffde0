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
        double thousands = count / 1000;
        double all = 0;
        for (String group : Target.COUNTED) {
            figures.put("CPU s/1000 " + group, usage.of(group) / thousands);
            all += usage.of(group);
        }
        figures.put("CPU s/1000 all", all / thousands);
        addCores(figures, usage);
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
