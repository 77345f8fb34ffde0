package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Default deny, and only the arrows of the design, seen from both ends. */
class NetworkTest {
    static List<String> examples() {
        return Repository.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPodIsUnderTheDefaultDenyAndUnderOnePolicyOfItsOwn(String example) {
        Rendered rendered = Rendered.of(example);
        JsonNode deny = rendered.get("NetworkPolicy", "demo-default-deny");
        assertThat(deny.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(deny.path("spec").has("ingress")).isFalse();
        assertThat(deny.path("spec").has("egress")).isFalse();
        assertThat(rendered.pods()).allSatisfy(pod -> {
            assertThat(selects(deny, pod)).as(pod.name()).isTrue();
            assertThat(rendered.kind("NetworkPolicy").filter(policy -> policy != deny && selects(policy, pod)))
                    .as(pod.name())
                    .hasSize(1);
        });
    }

    @Test
    void theArrowsBetweenTheServicesAreThoseOfTheDesign() {
        Rendered rendered = Rendered.of("operators");
        Set<String> expected = new TreeSet<>(Set.of(
                "gateway -> chat-service:8081",
                "gateway -> presence-service:8082",
                "chat-service -> presence-service:8082",
                "presence-service -> chat-service:8081",
                "jobs-bridge-service -> chat-service:8081"));
        for (String service : Repository.SERVICES) {
            String http = port(rendered, service, "http");
            String management = port(rendered, service, "management");
            expected.addAll(List.of(
                    "monitoring -> " + service + ":" + management,
                    "carechain-test -> " + service + ":" + http,
                    "carechain-test -> " + service + ":" + management));
        }
        assertThat(arrowsIn(rendered)).isEqualTo(expected);
    }

    @Test
    void whatGoesOutIsWhatTheOtherEndLetsIn() {
        Rendered rendered = Rendered.of("operators");
        Set<String> in = arrowsIn(rendered).stream()
                .filter(a -> !a.startsWith("gateway") && !a.startsWith("monitoring"))
                .collect(Collectors.toSet());
        Set<String> out = arrowsOut(rendered).stream()
                .filter(a -> Repository.SERVICES.stream().anyMatch(s -> a.contains("-> " + s)))
                .collect(Collectors.toSet());
        assertThat(out).isEqualTo(in);
    }

    @Test
    void theArrowsToTheBackendsAreThoseOfTheDesign() {
        Set<String> out = arrowsOut(Rendered.of("operators")).stream()
                .filter(a -> Repository.SERVICES.stream().noneMatch(s -> a.contains("-> " + s)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(out)
                .isEqualTo(new TreeSet<>(Set.of(
                        "chat-service -> kube-dns:53",
                        "presence-service -> kube-dns:53",
                        "jobs-bridge-service -> kube-dns:53",
                        "chat-service-migration -> kube-dns:53",
                        "carechain-test -> kube-dns:53",
                        "chat-service -> carechain-db:5432",
                        "chat-service-migration -> carechain-db:5432",
                        "chat-service -> valkey:6379",
                        "presence-service -> valkey:6379",
                        "chat-service -> carechain:9093",
                        "jobs-bridge-service -> carechain:9093",
                        "chat-service -> observability:4318",
                        "presence-service -> observability:4318",
                        "jobs-bridge-service -> observability:4318",
                        // the identity provider and the S3 server, whose addresses the example does not name
                        "chat-service -> any:443",
                        "presence-service -> any:443",
                        "jobs-bridge-service -> any:443")));
    }

    @Test
    void aRouteWithoutANamedGatewayIsRefused() {
        assertThatThrownBy(() -> Rendered.of("operators", Map.of("global.networkPolicy.gatewayPeers", "null")))
                .hasMessageContaining("gatewayPeers");
        assertThatThrownBy(() -> Rendered.of("operators", Map.of("global.networkPolicy.monitoringPeers", "null")))
                .hasMessageContaining("monitoringPeers");
    }

    @Test
    void thePublicServiceHasNoManagementPort() {
        Rendered rendered = Rendered.of("operators");
        for (String service : Repository.SERVICES) {
            assertThat(rendered.get("Service", "demo-" + service)
                            .at("/spec/ports")
                            .valueStream()
                            .map(p -> p.path("name").asText()))
                    .containsExactly("http");
            assertThat(rendered.get("Service", "demo-" + service + "-management")
                            .at("/spec/ports")
                            .valueStream()
                            .map(p -> p.path("name").asText()))
                    .containsExactly("management");
        }
    }

    private static String port(Rendered rendered, String service, String name) {
        return rendered.get("Deployment", "demo-" + service)
                .at("/spec/template/spec/containers/0/ports")
                .valueStream()
                .filter(p -> p.path("name").asText().equals(name))
                .map(p -> p.path("containerPort").asText())
                .findFirst()
                .orElseThrow();
    }

    private static boolean selects(JsonNode policy, Rendered.Pod pod) {
        return ChartTest.contains(pod.metadata().path("labels"), policy.at("/spec/podSelector/matchLabels"));
    }

    private static Set<String> arrowsIn(Rendered rendered) {
        return arrows(rendered, "ingress", "from", "%2$s -> %1$s:%3$s");
    }

    private static Set<String> arrowsOut(Rendered rendered) {
        return arrows(rendered, "egress", "to", "%1$s -> %2$s:%3$s");
    }

    private static Set<String> arrows(Rendered rendered, String direction, String peers, String format) {
        return rendered.kind("NetworkPolicy")
                .flatMap(policy -> policy.at("/spec/" + direction).valueStream().flatMap(rule -> (rule.has(peers)
                                ? rule.path(peers).valueStream().map(NetworkTest::peer)
                                : Stream.of("any"))
                        .flatMap(peer -> rule.path("ports")
                                .valueStream()
                                .map(port -> format.formatted(
                                        policy.at("/spec/podSelector/matchLabels")
                                                .path("app.kubernetes.io/name")
                                                .asText(),
                                        peer,
                                        port.path("port").asText())))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A peer by the one label that names it. */
    private static String peer(JsonNode peer) {
        JsonNode pods = peer.at("/podSelector/matchLabels");
        for (String label : List.of("app.kubernetes.io/name", "cnpg.io/cluster", "strimzi.io/cluster", "k8s-app"))
            if (pods.has(label)) return pods.path(label).asText();
        return peer.at("/namespaceSelector/matchLabels")
                .path("kubernetes.io/metadata.name")
                .asText();
    }
}
