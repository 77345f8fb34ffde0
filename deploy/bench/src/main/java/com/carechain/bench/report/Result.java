package com.carechain.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the report.
 *
 * @param section the table it stands in
 * @param figures by column; a column's name says its unit
 * @param faults what must not have happened, and how often; empty: the figures may be believed
 */
public record Result(String section, String shape, Map<String, Double> figures, Map<String, Integer> faults) {

    public Result {
        figures = new LinkedHashMap<>(figures);
        faults = new LinkedHashMap<>(faults);
    }

    public Result(String section, String shape, Map<String, Double> figures) {
        this(section, shape, figures, Map.of());
    }

    public boolean isSound() {
        return faults.isEmpty();
    }
}
