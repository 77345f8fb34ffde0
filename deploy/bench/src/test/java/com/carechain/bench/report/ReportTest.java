package com.carechain.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final Machine MACHINE = new Machine(2, "a processor", 8000, "Linux", "25");

    @Test
    void shapesOfASectionStandInOneTable() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("msg/s", 12_345.6);
        figures.put("CPU s/1000 chat", 0.04212);

        String table = report(
                        new Result("Messages", "closed", figures),
                        new Result("Messages", "open", Map.of("msg/s", 99.5)))
                .table();

        assertTrue(table.contains("| shape  |  msg/s |  chat |"), table);
        assertTrue(table.contains("| closed | 12,346 | 0.042 |"), table);
        assertTrue(table.contains("| open   |   99.5 |       |"), table);
    }

    @Test
    void aFaultIsSaidByNameAndMakesTheRunUnsound() {
        Report report = report(new Result("Messages", "closed", Map.of(), Map.of("gap", 3)));

        assertFalse(report.isSound());
        assertTrue(report.table().contains("FAULT in closed: {gap=3}"), report.table());
    }

    @Test
    void bothFilesAreWrittenAndTheJsonIsComplete(@TempDir Path directory) throws IOException {
        // Given
        Report report = report(new Result("Messages", "closed", Map.of("msg/s", 1.5)));

        // When
        Path markdown = report.write(directory.resolve("results"));

        // Then
        assertEquals(report.table(), Files.readString(markdown));
        JsonNode json = new ObjectMapper()
                .readTree(directory.resolve("results/2026-01-31-120000.json").toFile());
        assertEquals(1.5, json.at("/results/0/figures/msg~1s").asDouble());
        assertEquals(2, json.at("/machine/processors").asInt());
    }

    @Test
    void whatCouldNotBeMeasuredIsNoNumber() {
        assertEquals("–", Report.number(Double.NaN));
        assertEquals("0", Report.number(0));
        assertEquals("0.037", Report.number(0.0371));
    }

    private static Report report(Result... results) {
        return new Report(AT, MACHINE, "abc", 1, Map.of(), List.of(results));
    }
}
