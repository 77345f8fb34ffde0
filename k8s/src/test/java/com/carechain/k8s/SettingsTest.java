package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variable that a pod gets is a property that its service reads while it runs. A typo would be ignored without a word. */
class SettingsTest {
    /** Of the AWS SDK and of Quarkus' init tasks, which no configuration model describes. */
    private static final Set<String> ELSEWHERE =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "QUARKUS_INIT_AND_EXIT");

    static Stream<String> pods() {
        return Repository.examples().stream()
                .flatMap(example -> Stream.concat(
                        Repository.SERVICES.stream().map(service -> example + " demo-" + service),
                        Stream.of(example + " demo-chat-service-migration")));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void everyVariableIsAPropertyOfTheService(String where) throws IOException {
        // Given
        Rendered rendered = Rendered.of(where.split(" ")[0]);
        String pod = where.split(" ")[1];
        Map<String, String> quarkus = quarkusVariables();
        Set<String> own = ownVariables(pod.replace("demo-", "").replace("-migration", ""));

        // When
        Set<String> given = new TreeSet<>();
        rendered.find("ConfigMap", pod)
                .ifPresent(map -> map.path("data").fieldNames().forEachRemaining(given::add));
        rendered.pods()
                .filter(p -> p.name().equals(pod))
                .flatMap(Rendered.Pod::containers)
                .flatMap(c -> c.path("env").valueStream())
                .forEach(v -> given.add(v.path("name").asText()));

        // Then
        assertThat(given).isNotEmpty().allSatisfy(name -> {
            if (ELSEWHERE.contains(name) || own.contains(name)) return;
            assertThat(quarkus.keySet().stream().anyMatch(known -> matches(known, name)))
                    .as("%s of %s", name, where)
                    .isTrue();
            assertThat(quarkus.entrySet().stream()
                            .filter(known -> matches(known.getKey(), name))
                            .map(Map.Entry::getValue))
                    .as("%s can be set without a new build", name)
                    .anyMatch(phase -> phase.equals("RUN_TIME"));
        });
    }

    @Test
    void aTypoWouldBeFound() throws IOException {
        Set<String> quarkus = quarkusVariables().keySet();
        assertThat(quarkus.stream().anyMatch(known -> matches(known, "QUARKUS_SHUTDOWN_TIMEOUTS")))
                .isFalse();
        assertThat(quarkus.stream().anyMatch(known -> matches(known, "QUARKUS_SHUTDOWN_TIMEOUT")))
                .isTrue();
        assertThat(ownVariables("chat-service"))
                .contains("CARECHAIN_LANES_COUNT")
                .doesNotContain("CARECHAIN_LANE_COUNT");
    }

    /** From the configuration models inside the extensions' jars: variable, possibly with a key in it, and its phase. */
    private static Map<String, String> quarkusVariables() throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (URL model : Collections.list(SettingsTest.class
                .getClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json")))
            collect(new ObjectMapper().readTree(model), variables);
        assertThat(variables).hasSizeGreaterThan(500);
        return variables;
    }

    private static void collect(JsonNode node, Map<String, String> variables) {
        if (node.has("phase") && node.has("path"))
            Stream.concat(
                            Stream.of(node.path("path")),
                            node.path("additionalPaths").valueStream())
                    .filter(path -> path.has("environmentVariable"))
                    .forEach(path -> variables.merge(
                            path.path("environmentVariable").asText(),
                            node.path("phase").asText(),
                            (one, other) -> one.equals("RUN_TIME") ? one : other));
        node.valueStream().forEach(child -> collect(child, variables));
    }

    /** {@code QUARKUS_TLS__TLS_BUCKET_NAME__TRUST_STORE_PEM_CERTS}: the part between double underscores is anybody's. */
    private static boolean matches(String known, String name) {
        if (known.equals(name)) return true;
        if (!known.contains("__")) return false;
        StringBuilder regex = new StringBuilder();
        String[] parts = known.split("__", -1);
        for (int i = 0; i < parts.length; i++)
            regex.append(i == 0 ? "" : "__").append(i % 2 == 1 ? "[A-Z0-9_]+" : Pattern.quote(parts[i]));
        return name.matches(regex.toString());
    }

    /** From the service's own documents: its properties file, and the table in its README that its tests hold complete. */
    private static Set<String> ownVariables(String service) {
        Stream<String> file = Repository.text(service + "/src/main/resources/application.properties")
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')).strip().replace("%prod.", ""));
        Stream<String> readme = Pattern.compile("`((?:carechain|quarkus|kafka)\\.[a-z0-9.-]+)`")
                .matcher(Repository.text(service + "/README.md"))
                .results()
                .map(found -> found.group(1));
        Stream<String> kafka = service.equals("presence-service")
                ? Stream.of()
                : List.of(
                                "security.protocol",
                                "sasl.mechanism",
                                "sasl.jaas.config",
                                "ssl.truststore.type",
                                "ssl.truststore.location",
                                "ssl.keystore.type",
                                "ssl.keystore.location",
                                "ssl.keystore.password")
                        .stream()
                        .map(name -> "kafka." + name);
        Stream<String> jwt = Stream.of("smallrye.jwt.client.tls.certificate.path");
        return Stream.of(file, readme, kafka, jwt)
                .flatMap(names -> names)
                .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
