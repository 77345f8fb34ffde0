package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an image must be, read from the Dockerfiles: there need be no container engine where this runs. */
class DockerfilesTest {
    record Dockerfile(String service, String kind) {
        String text() {
            return Repository.text(service + "/src/main/docker/Dockerfile." + kind);
        }

        /** Instructions of the last stage, which is the image. */
        List<String> image() {
            List<String> lines = text().replace("\\\n", " ")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return lines.subList(
                    lines.stream()
                            .map(line -> line.startsWith("FROM "))
                            .toList()
                            .lastIndexOf(true),
                    lines.size());
        }

        String instruction(String name) {
            return image().stream()
                    .filter(line -> line.startsWith(name + " "))
                    .reduce((first, last) -> last)
                    .orElseThrow(() -> new AssertionError("no " + name));
        }
    }

    static Stream<Dockerfile> dockerfiles() {
        return Repository.SERVICES.stream()
                .flatMap(service -> Stream.of("native", "jvm").map(kind -> new Dockerfile(service, kind)));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void theImageHasNoShellAndNeedsNone(Dockerfile file) {
        assertThat(file.text()).contains("ARG RUNTIME=gcr.io/distroless/");
        assertThat(file.instruction("FROM")).isEqualTo("FROM ${RUNTIME}");
        assertThat(file.image()).noneMatch(line -> line.startsWith("RUN "));
        assertThat(file.instruction("ENTRYPOINT")).matches("ENTRYPOINT \\[\"/.*\"]");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void itRunsAsTheUserOfTheChart(Dockerfile file) {
        // A number: the kubelet cannot tell whether a name is root.
        assertThat(file.instruction("USER")).isEqualTo("USER 10001:10001");
        assertThat(Rendered.of("minimal")
                        .get("Deployment", "demo-" + file.service())
                        .at("/spec/template/spec/securityContext/runAsUser")
                        .asInt())
                .isEqualTo(10001);
        // What it is made of belongs to root.
        assertThat(file.image())
                .filteredOn(line -> line.startsWith("COPY ") && line.contains("/app/"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("--chown"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void itsPortsAreThoseOfTheService(Dockerfile file) {
        String properties = Repository.text(file.service() + "/src/main/resources/application.properties");
        String http = property(properties, "quarkus.http.port");
        String management = property(properties, "quarkus.management.port");
        assertThat(file.instruction("EXPOSE")).isEqualTo("EXPOSE " + http + " " + management);
        if (file.kind().equals("jvm")) assertThat(file.text()).contains("RUN /train /app " + management);
    }

    private static String property(String properties, String name) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "=(.*)$").matcher(properties);
        assertThat(line.find()).as(name).isTrue();
        return line.group(1);
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void everyBaseHasATagThatIsNotLatest(Dockerfile file) {
        List<String> bases = Pattern.compile("(?m)^ARG [A-Z]+=(.*)$")
                .matcher(file.text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(bases)
                .hasSize(2)
                .allMatch(base -> base.matches("[a-z0-9.-]+/.+:[^:/]+") && !base.endsWith(":latest"));
        assertThat(file.text()).doesNotContain("ADD ").doesNotContain("sudo");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void theJvmImageStartsFromItsCache(Dockerfile file) {
        boolean cache = file.instruction("ENTRYPOINT").contains("-XX:AOTCache=/app/app.aot");
        assertThat(cache).isEqualTo(file.kind().equals("jvm"));
    }

    /** The context is the repository's root, and only what is copied gets into it. */
    @Test
    void theContextHoldsBuiltFilesOnly() {
        assertThat(Repository.text(".dockerignore").lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "**",
                        "!deploy/images/train",
                        "!*/target/quarkus-app/**",
                        "!*/target/*-runner",
                        "!*/target/*.so");
        assertThat(Files.isExecutable(Repository.path("deploy/images/train"))).isTrue();
    }
}
