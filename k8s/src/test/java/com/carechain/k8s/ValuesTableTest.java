package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** k8s/README.md shows every value with its default and its comment. {@code -Dcarechain.golden.refresh=true} writes the tables anew. */
class ValuesTableTest {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z][A-Za-z0-9-]*):(.*)$");

    @ParameterizedTest
    @CsvSource({
        "carechain, k8s/carechain/values.yaml, ''",
        "chat-service, k8s/carechain/charts/chat-service/values.yaml, chat-service.",
        "presence-service, k8s/carechain/charts/presence-service/values.yaml, presence-service.",
        "jobs-bridge-service, k8s/carechain/charts/jobs-bridge-service/values.yaml, jobs-bridge-service.",
    })
    void theTableShowsEveryValue(String name, String file, String prefix) throws JsonProcessingException {
        // Given
        Path readme = Repository.path("k8s/README.md");
        String table = "| value | default | |\n| --- | --- | --- |\n"
                + rows(Repository.text(file), prefix).stream().collect(Collectors.joining("\n"));

        // When
        Matcher block = Pattern.compile("(?s)(<!-- values of %s -->\n)(.*?)(\n<!-- end -->)".formatted(name))
                .matcher(Repository.text(readme));
        assertThat(block.find()).as("k8s/README.md has a table for %s", name).isTrue();
        if (Repository.REFRESH)
            Repository.write(
                    readme, block.replaceFirst(Matcher.quoteReplacement(block.group(1) + table + block.group(3))));

        // Then
        Matcher now = Pattern.compile("(?s)<!-- values of %s -->\n(.*?)\n<!-- end -->".formatted(name))
                .matcher(Repository.text(readme));
        assertThat(now.find()).isTrue();
        assertThat(now.group(1)).isEqualTo(table);
    }

    /** One row for each key that has a comment; every leaf must have one, or stand below a key that has. */
    private static List<String> rows(String yaml, String prefix) throws JsonProcessingException {
        JsonNode values = Rendered.YAML.readTree(yaml);
        Map<String, String> comments = comments(yaml);
        List<String> rows = new ArrayList<>();
        comments.forEach((path, comment) -> rows.add("| `%s%s` | `%s` | %s |"
                .formatted(
                        prefix,
                        path,
                        values.at("/" + path.replace(".", "/")).toString().replace("|", "\\|"),
                        comment)));
        assertThat(undocumented(values, "", comments)).isEmpty();
        return rows;
    }

    private static Map<String, String> comments(String yaml) {
        Map<String, String> comments = new LinkedHashMap<>();
        Deque<String> parents = new ArrayDeque<>();
        Deque<Integer> depths = new ArrayDeque<>();
        String comment = "";
        for (String line : yaml.lines().toList()) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment = (comment + " " + line.strip().substring(1).strip()).strip();
            } else if (key.matches()) {
                int depth = key.group(1).length();
                while (!depths.isEmpty() && depths.peek() >= depth) {
                    depths.pop();
                    parents.removeLast();
                }
                depths.push(depth);
                parents.addLast(key.group(2));
                // A comment above a group tells of the group, and only that of a value is a row.
                if (!comment.isEmpty()
                        && (!key.group(3).isBlank()
                                || parents.peekLast().matches("annotations|labels|limits|requests|resources|peers")))
                    comments.put(String.join(".", parents), comment);
                comment = "";
            } else {
                comment = "";
            }
        }
        return comments;
    }

    private static List<String> undocumented(JsonNode node, String path, Map<String, String> comments) {
        if (comments.containsKey(path)) return List.of();
        if (!node.isObject() || node.isEmpty()) return List.of(path);
        return node.propertyStream()
                .flatMap(
                        child -> undocumented(
                                child.getValue(),
                                path.isEmpty() ? child.getKey() : path + "." + child.getKey(),
                                comments)
                                .stream())
                .toList();
    }
}
