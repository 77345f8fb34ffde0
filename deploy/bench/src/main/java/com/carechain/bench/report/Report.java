package com.carechain.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run.
 *
 * @param options as they were given
 * @param version of the project, as git describes it; empty outside of a repository
 */
public record Report(
        Instant at, Machine machine, String version, int replicas, Map<String, String> options, List<Result> results) {

    /** Begins the names of columns. */
    private static final String CPU = "CPU s/1000 ";

    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

    public boolean isSound() {
        return results.stream().allMatch(Result::isSound);
    }

    /** Markdown that is also readable in a terminal. */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append("%s, %d × %s, %,d MiB, %s, Java %s%n"
                .formatted(
                        at.toString().substring(0, 16).replace('T', ' ') + " UTC",
                        machine.processors(),
                        machine.processor(),
                        machine.memoryMib(),
                        machine.system(),
                        machine.java()));
        text.append("Version %s, %d replica%s%n".formatted(version, replicas, replicas == 1 ? "" : "s"));
        text.append(
                "chat, presence, bridge, postgres, redis, all: CPU seconds for 1,000 messages, connections, answers or events\n");
        sections()
                .forEach((section, lines) ->
                        text.append("\n### ").append(section).append("\n\n").append(table(lines)));
        text.append("\n").append(verdict());
        return text.toString();
    }

    private String verdict() {
        if (isSound()) {
            return "Nothing lost, doubled or out of order; every acknowledged message is in the table.\n";
        }
        return results.stream()
                .filter(result -> !result.isSound())
                .map(result -> "FAULT in " + result.shape() + ": " + result.faults() + "\n")
                .collect(Collectors.joining());
    }

    private Map<String, List<Result>> sections() {
        return results.stream()
                .collect(Collectors.groupingBy(Result::section, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<String> columns(List<Result> lines) {
        Set<String> columns = new LinkedHashSet<>();
        lines.forEach(line -> columns.addAll(line.figures().keySet()));
        return List.copyOf(columns);
    }

    private static TextTable table(List<Result> lines) {
        List<String> columns = columns(lines);
        List<String> header = Stream.concat(
                        Stream.of("shape"),
                        // Said once above the tables: it would make them too wide to read.
                        columns.stream().map(column -> column.replace(CPU, "")))
                .toList();
        return new TextTable(
                header, lines.stream().map(line -> row(columns, line)).toList());
    }

    private static List<String> row(List<String> columns, Result line) {
        List<String> cells = new ArrayList<>(List.of(line.shape()));
        for (String column : columns) {
            Double value = line.figures().get(column);
            cells.add(value == null ? "" : number(value));
        }
        return cells;
    }

    /** Three digits that matter. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    public String json() throws IOException {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(new Written(at.toString(), machine, version, replicas, options, results));
    }

    private record Written(
            String at,
            Machine machine,
            String version,
            int replicas,
            Map<String, String> options,
            List<Result> results) {}

    /** Writes {@code DATE.md} and {@code DATE.json}. @return the first */
    public Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path markdown = directory.resolve(FILE_NAME.format(at) + ".md");
        Files.writeString(markdown, table());
        Files.writeString(directory.resolve(FILE_NAME.format(at) + ".json"), json());
        return markdown;
    }
}
