package com.carechain.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses and process ids in use, as {@code NAME=value} lines; several values of one name are separated by commas.
 * The file exists while the stack runs.
 */
public record EnvFile(Map<String, String> values) {

    /** Empty when the stack does not run. */
    public static EnvFile read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            Map<String, String> values = lines.filter(line -> line.indexOf('=') > 0)
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1),
                            (first, second) -> second,
                            LinkedHashMap::new));
            return new EnvFile(values);
        } catch (NoSuchFileException e) {
            return new EnvFile(Map.of());
        } catch (IOException e) {
            throw new StartFailed(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Readers see the old or the new content, never half of it. */
    public void write(Path file) throws IOException {
        String content = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Empty text when there is no such name. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    public List<String> list(String name) {
        return Stream.of(get(name).split(",", -1))
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
