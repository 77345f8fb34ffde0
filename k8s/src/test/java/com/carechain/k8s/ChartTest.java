package com.carechain.k8s;

import static com.carechain.k8s.Rendered.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart renders, and what it renders is what Kubernetes understands and what was agreed on. */
class ChartTest {
    static List<String> examples() {
        return Repository.examples();
    }

    @Test
    void helmFindsNothingToComplainAbout() {
        LintResult lint = new Helm(Repository.CHART).lint().strict().call();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
        assertThat(lint.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyObjectHasOnlyFieldsThatKubernetesKnows(String example) throws JsonProcessingException {
        List<JsonNode> objects = Rendered.of(example).objects();
        assertThat(objects).hasSizeGreaterThan(20);
        for (JsonNode object : objects) assertThat(StrictTypes.read(object)).isNotNull();
    }

    @Test
    void strictReadingRefusesATypoAndAWrongType() throws JsonProcessingException {
        // Given
        JsonNode deployment = Rendered.of("minimal").get("Deployment", "demo-chat-service");
        ObjectNode typo = deployment.deepCopy();
        ((ObjectNode) typo.at("/spec/template/spec")).put("terminationGracePeriodSecond", 5);
        ObjectNode wrongType = deployment.deepCopy();
        ((ObjectNode) wrongType.path("spec")).put("replicas", "two");
        ObjectNode unquoted =
                Rendered.of("minimal").get("ConfigMap", "demo-chat-service").deepCopy();
        ((ObjectNode) unquoted.path("data")).put("QUARKUS_HTTP_PORT", 8081);

        // Then
        for (JsonNode wrong : List.of(typo, wrongType, unquoted))
            assertThatThrownBy(() -> StrictTypes.read(wrong)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noTwoObjectsHaveOneName(String example) {
        Set<String> seen = new HashSet<>();
        for (JsonNode object : Rendered.of(example).objects())
            assertThat(seen.add(object.path("kind").asText() + "/" + name(object)))
                    .as(name(object))
                    .isTrue();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyObjectSaysWhatItBelongsTo(String example) {
        assertThat(Rendered.of(example).objects()).allSatisfy(object -> {
            JsonNode labels = object.at("/metadata/labels");
            assertThat(labels.path("app.kubernetes.io/part-of").asText())
                    .as(name(object))
                    .isEqualTo("carechain");
            assertThat(labels.path("app.kubernetes.io/instance").asText())
                    .as(name(object))
                    .isEqualTo("demo");
        });
    }

    /** What is referred to exists: made by the chart, or a Secret that the values name. */
    @ParameterizedTest
    @MethodSource("examples")
    void whatPodsAndServicesReferToIsThere(String example) {
        Rendered rendered = Rendered.of(example);
        rendered.pods().forEach(pod -> {
            String account = pod.spec().path("serviceAccountName").asText();
            assertThat(account.equals("default")
                            || rendered.find("ServiceAccount", account).isPresent())
                    .as(account)
                    .isTrue();
            Set<String> volumes = pod.spec()
                    .path("volumes")
                    .valueStream()
                    .map(v -> v.path("name").asText())
                    .collect(Collectors.toSet());
            pod.containers().forEach(container -> {
                container
                        .path("envFrom")
                        .valueStream()
                        .forEach(from -> rendered.get(
                                "ConfigMap", from.at("/configMapRef/name").asText()));
                assertThat(container.path("volumeMounts").valueStream().map(m -> m.path("name")
                                .asText()))
                        .allMatch(volumes::contains);
                Set<String> ports = container
                        .path("ports")
                        .valueStream()
                        .map(p -> p.path("name").asText())
                        .collect(Collectors.toSet());
                for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe"))
                    if (container.has(probe))
                        assertThat(ports)
                                .contains(container
                                        .at("/" + probe + "/httpGet/port")
                                        .asText());
            });
        });
        rendered.kind("Service").forEach(service -> assertThat(rendered.kind("Deployment"))
                .as(name(service))
                .anyMatch(deployment ->
                        contains(deployment.at("/spec/template/metadata/labels"), service.at("/spec/selector"))));
    }

    static boolean contains(JsonNode labels, JsonNode selector) {
        return selector.propertyStream().allMatch(wanted -> wanted.getValue().equals(labels.path(wanted.getKey())));
    }

    /** To accept a change: mvn -pl k8s -am test -Dcarechain.golden.refresh=true, and read the difference. */
    @ParameterizedTest
    @MethodSource("examples")
    void theManifestsAreThoseThatWereReviewed(String example) {
        Path golden = Repository.path("k8s/src/test/resources/golden/" + example + ".yaml");
        // Alerts and dashboard are files of their own, taken over as they are (OperationsTest), and need no second copy
        // here.
        String rendered = Stream.of(Rendered.of(example).text().split("(?m)^---\n"))
                        .filter(object -> !object.contains("\nkind: PrometheusRule\n")
                                && !object.contains("\n  name: demo-dashboard\n"))
                        .collect(Collectors.joining("---\n"))
                        .stripTrailing()
                + "\n";
        if (Repository.REFRESH) Repository.write(golden, rendered);
        assertThat(golden).exists();
        assertThat(rendered).isEqualTo(Repository.text(golden));
    }

    /** They are resources of operators that are not installed here, so only their form can be checked. */
    @Test
    void theOperatorsResourcesAreWellFormedAndNamedAsTheExampleSays() throws Exception {
        Set<String> names = new HashSet<>();
        try (var files = Files.list(Repository.path("k8s/examples/operators"))) {
            for (Path file : files.toList())
                for (JsonNode object : Rendered.objects(Repository.text(file))) {
                    assertThat(object.path("apiVersion").asText()).contains("/");
                    names.add(object.path("kind").asText() + "/" + name(object));
                }
        }
        assertThat(names)
                .contains(
                        "Cluster/carechain-db",
                        "Valkey/carechain-valkey",
                        "Kafka/carechain",
                        "KafkaUser/chat-service",
                        "KafkaUser/jobs-bridge-service",
                        "KafkaTopic/job-applications",
                        "KafkaTopic/job-applications.dlq",
                        "KafkaTopic/chat-events");
    }
}
