package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping, scaling, migrating and watching. */
class OperationsTest {
    static List<String> services() {
        return Repository.SERVICES;
    }

    /** preStop, then the drain, then what is under way: all must fit, or the kubelet kills in the middle. */
    @ParameterizedTest
    @MethodSource("services")
    void aPodIsGivenTheTimeItsDrainTakes(String service) {
        Rendered rendered = Rendered.of("operators", Map.of("chat-service.drain.seconds", 45));
        JsonNode pod = rendered.get("Deployment", "demo-" + service).at("/spec/template/spec");
        JsonNode settings = rendered.get("ConfigMap", "demo-" + service).path("data");
        int needed = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt()
                + seconds(settings.path("CARECHAIN_SOCKETS_DRAIN").asText("0s"))
                + seconds(settings.path("QUARKUS_SHUTDOWN_TIMEOUT").asText());
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(needed);
        if (service.equals("chat-service")) assertThat(needed).isGreaterThan(45);
    }

    /** Not every Kubernetes that the chart allows takes a sleep of 0 seconds. */
    @ParameterizedTest
    @MethodSource("services")
    void aPodThatNeedNotWaitHasNothingToDoBeforeItStops(String service) {
        JsonNode pod = Rendered.of("operators", Map.of(service + ".drain.preStopSeconds", 0))
                .get("Deployment", "demo-" + service)
                .at("/spec/template/spec");
        assertThat(pod.at("/containers/0").has("lifecycle")).isFalse();
        assertThat(pod.at("/containers/0").has("volumeMounts")).isTrue();
    }

    private static int seconds(String duration) {
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }

    /** Else the probe of a pod would be answered by the port that the public reaches. */
    @ParameterizedTest
    @MethodSource("services")
    void healthIsAskedOnTheManagementPort(String service) {
        JsonNode container =
                Rendered.of("minimal").get("Deployment", "demo-" + service).at("/spec/template/spec/containers/0");
        assertThat(container.at("/livenessProbe/httpGet").toString())
                .contains("/q/health/live")
                .contains("management");
        assertThat(container.at("/readinessProbe/httpGet").toString())
                .contains("/q/health/ready")
                .contains("management");
        assertThat(container.at("/startupProbe/httpGet").toString())
                .contains("/q/health/live")
                .contains("management");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aRollingUpdateAddsBeforeItTakes(String service) {
        JsonNode deployment =
                Rendered.of("minimal").get("Deployment", "demo-" + service).path("spec");
        assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        assertThat(deployment.path("replicas").asInt()).isGreaterThan(1);
        assertThat(Rendered.of("minimal")
                        .get("PodDisruptionBudget", "demo-" + service)
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aChangedSettingReplacesThePodsOfThatServiceAlone() {
        String checksum = "/spec/template/metadata/annotations/checksum~1config";
        Rendered before = Rendered.of("minimal");
        Rendered after = Rendered.of("minimal", Map.of("chat-service.config.CARECHAIN_LANES_COUNT", "4"));
        assertThat(after.get("Deployment", "demo-chat-service").at(checksum))
                .isNotEqualTo(before.get("Deployment", "demo-chat-service").at(checksum));
        assertThat(after.get("Deployment", "demo-presence-service").at(checksum))
                .isEqualTo(before.get("Deployment", "demo-presence-service").at(checksum));
    }

    // --- scaling

    @Test
    void chatScalesByOpenSocketsAndByCpu() {
        Rendered rendered = Rendered.of("operators");
        JsonNode metrics =
                rendered.get("HorizontalPodAutoscaler", "demo-chat-service").at("/spec/metrics");
        assertThat(metrics.at("/0/pods/metric/name").asText()).isEqualTo("carechain_sockets_open");
        assertThat(metrics.at("/0/pods/target/type").asText()).isEqualTo("AverageValue");
        assertThat(metrics.at("/1/resource/name").asText()).isEqualTo("cpu");
        // An autoscaler and a fixed number would fight at every upgrade.
        assertThat(rendered.get("Deployment", "demo-chat-service").path("spec").has("replicas"))
                .isFalse();
    }

    @Test
    void withoutTheAdapterChatScalesByCpuAlone() {
        JsonNode metrics = Rendered.of("operators", Map.of("chat-service.autoscaling.openSockets", 0))
                .get("HorizontalPodAutoscaler", "demo-chat-service")
                .at("/spec/metrics");
        assertThat(metrics.valueStream().map(metric -> metric.path("type").asText()))
                .containsExactly("Resource");
    }

    // --- migration

    @Test
    void theSchemaIsMigratedBeforeAnyPodIsReplaced() {
        Rendered rendered = Rendered.of("ingress");
        JsonNode job = rendered.get("Job", "demo-chat-service-migration");
        assertThat(job.at("/metadata/annotations/helm.sh~1hook").asText()).isEqualTo("pre-install,pre-upgrade");
        JsonNode container = job.at("/spec/template/spec/containers/0");
        assertThat(value(container, "QUARKUS_INIT_AND_EXIT")).isEqualTo("true");
        assertThat(value(container, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("true");
        // As the owner of the tables, which the pods are not.
        assertThat(container
                        .path("env")
                        .valueStream()
                        .filter(v -> v.path("name").asText().equals("QUARKUS_DATASOURCE_PASSWORD"))
                        .map(v -> v.at("/valueFrom/secretKeyRef/name").asText()))
                .containsExactly("carechain-postgres-owner");
        JsonNode settings = rendered.get("ConfigMap", "demo-chat-service").path("data");
        assertThat(settings.path("QUARKUS_FLYWAY_MIGRATE_AT_START").asText()).isEqualTo("false");
        assertThat(settings.path("QUARKUS_FLYWAY_VALIDATE_AT_START").asText()).isEqualTo("true");
    }

    /** Before the first installation there is nothing of the chart yet. */
    @Test
    void theMigrationNeedsNothingThatTheChartMakesLater() {
        Rendered rendered = Rendered.of("ingress");
        JsonNode pod = rendered.get("Job", "demo-chat-service-migration").at("/spec/template/spec");
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("default");
        assertThat(pod.at("/containers/0").has("envFrom")).isFalse();
        JsonNode policy =
                rendered.get("NetworkPolicy", "demo-chat-service-migration").at("/metadata/annotations");
        assertThat(policy.path("helm.sh/hook").asText()).isEqualTo("pre-install,pre-upgrade");
        assertThat(policy.path("helm.sh/hook-weight").asInt()).isNegative();
        // No Service may lead to it.
        JsonNode labels = rendered.get("Job", "demo-chat-service-migration").at("/spec/template/metadata/labels");
        assertThat(rendered.kind("Service"))
                .noneMatch(service -> ChartTest.contains(labels, service.at("/spec/selector")));
    }

    @Test
    void migratingAtStartNeedsNoJob() {
        Rendered rendered = Rendered.of("minimal", Map.of("chat-service.migration.mode", "atStart"));
        assertThat(rendered.kind("Job")).isEmpty();
        assertThat(rendered.get("ConfigMap", "demo-chat-service")
                        .at("/data/QUARKUS_FLYWAY_MIGRATE_AT_START")
                        .asText())
                .isEqualTo("true");
    }

    private static String value(JsonNode container, String name) {
        return container
                .path("env")
                .valueStream()
                .filter(v -> v.path("name").asText().equals(name))
                .map(v -> v.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    // --- attachments

    @Test
    void attachmentsHaveAClaimThatOutlivesTheRelease() {
        Rendered rendered = Rendered.of("ingress");
        JsonNode claim = rendered.get("PersistentVolumeClaim", "demo-attachments");
        assertThat(claim.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .isEqualTo("keep");
        assertThat(rendered.get("Deployment", "demo-chat-service")
                        .at("/spec/template/spec/volumes")
                        .toString())
                .contains("\"claimName\":\"demo-attachments\"");
    }

    @Test
    void attachmentsInS3NeedNoVolume() {
        Rendered rendered = Rendered.of("operators");
        assertThat(rendered.kind("PersistentVolumeClaim")).isEmpty();
        assertThat(rendered.get("Deployment", "demo-chat-service")
                        .at("/spec/template/spec/volumes")
                        .toString())
                .doesNotContain("persistentVolumeClaim");
    }

    // --- watching

    @Test
    void prometheusAndGrafanaGetTheFilesAsTheyAre() {
        Rendered rendered = Rendered.of("operators");
        JsonNode groups = rendered.get("PrometheusRule", "demo").at("/spec/groups");
        assertThat(groups)
                .isEqualTo(Rendered.objects(Repository.text("k8s/carechain/files/alerts.yaml"))
                        .getFirst()
                        .path("groups"));
        assertThat(rendered.get("ConfigMap", "demo-dashboard")
                        .at("/data/carechain.json")
                        .asText())
                .isEqualTo(Repository.text("k8s/carechain/files/dashboard.json"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void prometheusFindsTheManagementPortOfEachService(String service) {
        Rendered rendered = Rendered.of("operators");
        JsonNode monitor = rendered.get("ServiceMonitor", "demo-" + service).path("spec");
        assertThat(rendered.kind("Service")
                        .filter(s -> ChartTest.contains(s.at("/metadata/labels"), monitor.at("/selector/matchLabels")))
                        .map(Rendered::name))
                .containsExactly("demo-" + service + "-management");
        assertThat(monitor.at("/endpoints/0/port").asText()).isEqualTo("management");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceMonitor", "PrometheusRule", "HTTPRoute", "Ingress", "HorizontalPodAutoscaler"})
    void whatNeedsMoreThanKubernetesIsOffUntilAsked(String kind) {
        assertThat(Rendered.of("minimal").kind(kind)).isEmpty();
    }

    // --- what Helm says at the end

    @Test
    void theNotesSayWhereItIsAndWarnOfWhatIsLost() {
        assertThat(Rendered.notes("minimal", Map.of()))
                .contains(
                        "helm test demo -n carechain",
                        "kubectl port-forward -n carechain service/demo-chat-service",
                        "WARNING: attachments");
        assertThat(Rendered.notes("operators", Map.of()))
                .contains("https://chat.example.org/")
                .doesNotContain("WARNING");
        assertThat(Rendered.notes("ingress", Map.of("global.networkPolicy.enabled", false)))
                .contains(
                        "https://chat-admin.internal.example.org/admin/",
                        "WARNING: the admin API",
                        "WARNING: global.networkPolicy.enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operators", "ingress"})
    void theNotesWarnOfAPageAtWhichNobodyCanSignIn(String example) {
        String warning = "WARNING: nobody can sign in at the page";
        Map<String, Object> noTokens = Map.of("chat-service.config.CARECHAIN_PAGE_TOKEN_URL", "");
        Map<String, Object> noPage =
                Map.of("chat-service.config.CARECHAIN_PAGE_TOKEN_URL", "", "routes.page.enabled", false);
        assertThat(Rendered.notes(example, noTokens)).contains(warning);
        assertThat(Rendered.notes(example, noPage)).doesNotContain(warning);
        assertThat(Rendered.notes(example, Map.of())).doesNotContain(warning);
        assertThat(Rendered.notes("minimal", Map.of())).doesNotContain(warning);
    }
}
