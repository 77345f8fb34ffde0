package com.carechain.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table whose columns are aligned: the first to the left, numbers to the right. */
record TextTable(List<String> header, List<List<String>> rows) {

    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, header.size())
                .mapToObj(column -> Math.max(
                        header.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toList();
        String rule = IntStream.range(0, header.size())
                .mapToObj(column -> "-".repeat(widths.get(column)) + (column == 0 ? " " : ":"))
                .collect(Collectors.joining("| ", "| ", "|\n"));
        return line(header, widths)
                + rule
                + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), widths.get(column), column == 0))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String padded(String text, int width, boolean left) {
        String space = " ".repeat(width - text.length());
        return left ? text + space : space + text;
    }
}
