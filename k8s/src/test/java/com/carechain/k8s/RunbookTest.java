package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** deploy/RUNBOOK.md tells what to do about every alert that may wake somebody, and about no other. */
class RunbookTest {
    private static final String RUNBOOK = Repository.text("deploy/RUNBOOK.md");

    @Test
    void everyAlertHasASectionAndEverySectionAnAlert() {
        List<String> alerts = Rendered.objects(Repository.text("k8s/carechain/files/alerts.yaml"))
                .getFirst()
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> rule.path("alert").asText())
                .filter(alert -> !alert.isEmpty())
                .toList();
        List<String> sections = Pattern.compile("(?m)^### (CareChain\\w+)$")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(alerts).isNotEmpty();
        assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void whatItLinksToExists() {
        List<String> links = Pattern.compile("]\\((?!https?:|#)([^)#]+)")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(
                        Path.of("..", "deploy").resolve(link))
                .exists());
    }

    /** A metric that is named here exists in the alerts or in a service's table. */
    @Test
    void everyMetricItNamesIsDocumented() {
        String tables = String.join(
                "\n",
                Repository.SERVICES.stream()
                        .map(service -> Repository.text(service + "/README.md"))
                        .toList());
        String known = (tables
                        + Repository.text("k8s/carechain/files/alerts.yaml")
                        + Repository.text("k8s/carechain/files/dashboard.json"))
                .replace('.', '_');
        List<String> metrics = Pattern.compile("`(carechain_[a-z_]+)`")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(metrics).isNotEmpty().allSatisfy(metric -> assertThat(known).contains(metric));
    }

    /** Values that are named here are values. */
    @Test
    void everyValueItNamesExists() {
        JsonNode schema = Rendered.objects(Repository.text("k8s/carechain/values.schema.json"))
                .getFirst();
        List<String> values = Pattern.compile(
                        "`((?:global|chat-service|presence-service|jobs-bridge-service|httpRoute|ingress)\\.[A-Za-z.]+)`")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(values).isNotEmpty().allSatisfy(value -> {
            JsonNode at = schema;
            for (String key : value.split("\\.")) {
                at = at.path("properties").path(key);
                if (at.has("$ref")) at = schema.at(at.path("$ref").asText().substring(1));
            }
            assertThat(at.isMissingNode()).as(value).isFalse();
        });
    }
}
