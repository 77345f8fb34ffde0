package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** deploy/compose, read as Compose reads it (anchors, merges) but without a container engine. How its nginx decides is NginxRoutesTest's. */
class ComposeTest {
    private static final Path DIRECTORY = Repository.path("deploy/compose");
    /** By snakeyaml itself, which knows the merge key {@code <<}. */
    private static final JsonNode COMPOSE =
            new ObjectMapper().valueToTree(new Yaml().<Object>load(Repository.text("deploy/compose/compose.yaml")));

    private static final JsonNode SERVICES = COMPOSE.path("services");

    @Test
    void everythingOfTheSystemIsThere() {
        assertThat(SERVICES.fieldNames())
                .toIterable()
                .contains(
                        "gateway",
                        "chat-service",
                        "presence-service",
                        "jobs-bridge-service",
                        "postgres",
                        "redis",
                        "kafka",
                        "s3",
                        "identity");
    }

    /** What others wait for is either checked, or ends by itself; the three services are asked by the gateway, as their images hold no shell. */
    @Test
    void everythingIsHealthChecked() {
        SERVICES.properties().forEach(service -> {
            boolean once = Stream.of("topics", "bucket").anyMatch(service.getKey()::equals);
            boolean asked = SERVICES.at("/gateway/healthcheck/test").toString().contains(service.getKey() + ":");
            assertThat(service.getValue().has("healthcheck") || once || asked)
                    .as(service.getKey())
                    .isTrue();
            service.getValue().path("depends_on").properties().forEach(needed -> {
                JsonNode other = SERVICES.path(needed.getKey());
                assertThat(other.isObject()).as(needed.getKey()).isTrue();
                if (needed.getValue().path("condition").asText().equals("service_healthy"))
                    assertThat(other.has("healthcheck")).as(needed.getKey()).isTrue();
            });
        });
        for (String service : Repository.SERVICES) {
            String port = property(service, "quarkus.management.port");
            assertThat(SERVICES.at("/gateway/healthcheck/test").toString()).contains(service + ":" + port);
        }
    }

    @Test
    void theServicesRunAsInKubernetes() {
        for (String name : Repository.SERVICES) {
            JsonNode service = SERVICES.path(name);
            assertThat(service.path("user").asText()).isEqualTo("10001:10001");
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            Path dockerfile = DIRECTORY
                    .resolve(service.at("/build/context").asText())
                    .resolve(service.at("/build/dockerfile").asText());
            assertThat(dockerfile).exists();
        }
    }

    @Test
    void onlyThisMachineReachesItAndOnlyTheGatewayAndKafka() {
        Set<String> published = new TreeSet<>();
        SERVICES.properties()
                .forEach(service -> service.getValue().path("ports").forEach(port -> {
                    assertThat(port.asText()).startsWith("127.0.0.1:");
                    published.add(service.getKey());
                }));
        assertThat(published).containsExactly("gateway", "kafka");
        assertThat(COMPOSE.at("/networks/inside/internal").asBoolean()).isTrue();
    }

    @Test
    void everyImageHasATagThatIsNotLatest() {
        assertThat(SERVICES).isNotEmpty().allSatisfy(service -> assertThat(
                        service.path("image").asText())
                .matches(".+:[^:/]+")
                .doesNotEndWith(":latest"));
    }

    @Test
    void filesThatAreMountedExist() throws IOException {
        List<String> mounts = SERVICES.valueStream()
                .flatMap(service -> service.path("volumes").valueStream())
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("."))
                .map(volume -> volume.split(":")[0])
                .toList();
        assertThat(mounts).containsExactlyInAnyOrder("./nginx.conf", "../local/target");
        assertThat(DIRECTORY.resolve("nginx.conf")).exists();
        assertThat(Files.readString(Repository.path("deploy/local/pom.xml")))
                .contains("<finalName>carechain-local</finalName>");
    }

    /** The addresses in nginx.conf and in the variables are names and ports of this file. */
    @Test
    void everyAddressIsOfAServiceHere() {
        String nginx = Repository.text("deploy/compose/nginx.conf");
        for (String service : List.of("chat-service", "presence-service"))
            assertThat(nginx).contains(service + ":" + property(service, "quarkus.http.port"));
        assertThat(nginx).contains("identity:8090");
        assertThat(SERVICES.at("/identity/command").valueStream().map(JsonNode::asText))
                .containsSubsequence("--port", "8090")
                .containsSubsequence("--kafka", "kafka:9092");
        assertThat(SERVICES.at("/chat-service/environment/CARECHAIN_PRESENCE_URL")
                        .asText())
                .isEqualTo("http://presence-service:" + property("presence-service", "quarkus.http.port"));
        for (String service : List.of("presence-service", "jobs-bridge-service"))
            assertThat(SERVICES.path(service)
                            .at("/environment/CARECHAIN_CHAT_URL")
                            .asText())
                    .isEqualTo("http://chat-service:" + property("chat-service", "quarkus.http.port"));
        for (String service : Repository.SERVICES)
            assertThat(SERVICES.path(service)
                            .at("/environment/CARECHAIN_AUTH_JWKS_URL")
                            .asText())
                    .isEqualTo("http://identity:8090/dev/jwks.json");
    }

    private static String property(String service, String name) {
        return Repository.text(service + "/src/main/resources/application.properties")
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
