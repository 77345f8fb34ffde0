package com.carechain.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the chart makes of some values: the text, and its objects. */
record Rendered(String text, List<JsonNode> objects) {
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A version of Kubernetes that the chart allows; helm's own default is older. */
    private static final String KUBERNETES = "1.34.0";

    private static final Map<String, Rendered> UNCHANGED = new ConcurrentHashMap<>();

    static Rendered of(String example) {
        return UNCHANGED.computeIfAbsent(example, name -> of(name, Map.of()));
    }

    /**
     * Helm's library renders no hooks (the migration, the test pod), so a copy of the chart is rendered in which they are none, and what comes
     * out says again that they are.
     */
    private static final Path WITHOUT_HOOKS = copyWithoutHooks();

    private static final String HOOK = "helm.sh/hook";
    private static final String HIDDEN_HOOK = "hidden.carechain/hook";

    /** @param changes values set on top, by their paths */
    static Rendered of(String example, Map<String, Object> changes) {
        return of(WITHOUT_HOOKS, example, changes);
    }

    private static Rendered of(Path chart, String example, Map<String, Object> changes) {
        TemplateCommand command = new Helm(chart)
                .template()
                .withName("demo")
                .withNamespace("carechain")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(Repository.path("k8s/examples/" + example + ".yaml"));
        changes.forEach(command::set);
        String text = command.call().replace(HIDDEN_HOOK, HOOK);
        return new Rendered(text, objects(text));
    }

    private static Path copyWithoutHooks() {
        try (Stream<Path> files = Files.walk(Repository.CHART)) {
            Path copy = Files.createTempDirectory(Path.of("target"), "chart").toAbsolutePath();
            for (Path file : files.filter(Files::isRegularFile).toList())
                Repository.write(
                        copy.resolve(Repository.CHART.relativize(file).toString()),
                        Repository.text(file).replace(HOOK, HIDDEN_HOOK));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Helm says after an installation. The library does not render it either, so it is rendered as the value of an object. */
    static String notes(String example, Map<String, Object> changes) {
        Path chart = copyWithoutHooks();
        Repository.write(
                chart.resolve("templates/notes.yaml"),
                "kind: Notes\ntext: |\n"
                        + Repository.text(Repository.CHART.resolve("templates/NOTES.txt"))
                                .indent(2));
        return of(chart, example, changes)
                .kind("Notes")
                .findFirst()
                .orElseThrow()
                .path("text")
                .asText();
    }

    static List<JsonNode> objects(String text) {
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            documents.forEachRemaining(document -> {
                if (document.isObject()) objects.add(document);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    Stream<JsonNode> kind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    Optional<JsonNode> find(String kind, String name) {
        return kind(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("There is no " + kind + " " + name));
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    /** Of everything that makes pods: what the pods are. */
    Stream<Pod> pods() {
        return objects.stream().flatMap(object -> switch (object.path("kind").asText()) {
            case "Pod" -> Stream.of(new Pod(name(object), object.path("metadata"), object.path("spec")));
            case "Deployment", "Job", "StatefulSet", "DaemonSet" ->
                Stream.of(
                        new Pod(name(object), object.at("/spec/template/metadata"), object.at("/spec/template/spec")));
            default -> Stream.empty();
        });
    }

    record Pod(String name, JsonNode metadata, JsonNode spec) {
        Stream<JsonNode> containers() {
            return Stream.concat(
                    spec.path("initContainers").valueStream(),
                    spec.path("containers").valueStream());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
