package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pod Security Standard "restricted" and a little more, for every pod: services, the migration and the test. */
class PodSecurityTest {
    static List<String> examples() {
        return Repository.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPodIsRestricted(String example) {
        List<Rendered.Pod> pods = Rendered.of(example).pods().toList();
        assertThat(pods)
                .extracting(Rendered.Pod::name)
                .containsExactlyInAnyOrder(
                        "demo-chat-service",
                        "demo-presence-service",
                        "demo-jobs-bridge-service",
                        "demo-chat-service-migration",
                        "demo-test");
        assertThat(pods).allSatisfy(pod -> {
            JsonNode spec = pod.spec();
            assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
            for (String shared : List.of("hostNetwork", "hostPID", "hostIPC"))
                assertThat(spec.has(shared)).isFalse();
            JsonNode security = spec.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("runAsUser").asInt()).isGreaterThanOrEqualTo(10_000);
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(spec.path("volumes").valueStream()).noneMatch(volume -> volume.has("hostPath"));
            assertThat(pod.containers()).isNotEmpty().allSatisfy(PodSecurityTest::assertRestricted);
        });
    }

    private static void assertRestricted(JsonNode container) {
        JsonNode security = container.path("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("privileged").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(security.at("/capabilities").has("add")).isFalse();
        assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("image").asText())
                .matches(".+(:[^:/]+|@sha256:[0-9a-f]{64})")
                .doesNotEndWith(":latest");
        assertThat(container.at("/resources/requests").fieldNames())
                .toIterable()
                .contains("cpu", "memory");
        assertThat(container.at("/resources/limits").fieldNames()).toIterable().containsExactly("memory");
        // The root is read-only, so what is written goes to a bounded /tmp.
        assertThat(container.path("volumeMounts").valueStream())
                .anyMatch(mount -> mount.path("mountPath").asText().equals("/tmp"));
    }

    /** Passwords come from Secrets that others made; the chart neither makes one nor writes one down. */
    @ParameterizedTest
    @MethodSource("examples")
    void secretsAreReferencedNeverMade(String example) {
        Rendered rendered = Rendered.of(example);
        assertThat(rendered.kind("Secret")).isEmpty();
        assertThat(rendered.kind("Role")).isEmpty();
        rendered.pods()
                .flatMap(Rendered.Pod::containers)
                .flatMap(c -> c.path("env").valueStream())
                .filter(variable -> variable.path("name").asText().matches(".*(PASSWORD|SECRET|JAAS).*"))
                .forEach(variable -> assertThat(
                                variable.at("/valueFrom/secretKeyRef/name").asText())
                        .isNotEmpty());
        rendered.kind("ConfigMap")
                .flatMap(map -> map.path("data").propertyStream())
                .forEach(setting ->
                        assertThat(setting.getKey()).doesNotContain("PASSWORD").doesNotContain("CLIENT_SECRET"));
    }

    @Test
    void aDigestWinsOverATag() {
        String digest = "sha256:" + "a".repeat(64);
        Rendered rendered = Rendered.of("operators", Map.of("chat-service.image.digest", digest));
        for (String pod : List.of("demo-chat-service", "demo-chat-service-migration"))
            assertThat(rendered.pods().filter(p -> p.name().equals(pod)).flatMap(Rendered.Pod::containers))
                    .allMatch(c ->
                            c.path("image").asText().equals("registry.example.org/carechain/chat-service@" + digest));
    }
}
