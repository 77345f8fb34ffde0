package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public address shows what the local gateway shows, and nothing of it is internal. */
class RoutesTest {
    private static final Path PAGE = Repository.path("chat-service/src/main/resources/META-INF/resources");

    @ParameterizedTest
    @CsvSource({
        "/api/messaging/rooms/, demo-chat-service",
        "/api/messaging/rooms/0198c8a1-1111-7000-8000-000000000000/messages, demo-chat-service",
        "/api/messaging/attachments/0198c8a1-1111-7000-8000-000000000000/thumbnail/, demo-chat-service",
        "/api/messaging/summary/, demo-chat-service",
        "/api/messaging/ws-ticket/, demo-chat-service",
        "/api/messaging/online-status, demo-presence-service",
        "/api/messaging/online-status/, demo-presence-service",
        "/ws/, demo-chat-service",
        "/ws/chat/0198c8a1-1111-7000-8000-000000000000/, demo-chat-service",
        "/, demo-chat-service",
    })
    void whatIsPublicHasItsService(String path, String service) {
        assertThat(viaHttpRoute("chat.example.org", path)).contains(service);
        assertThat(viaIngress("chat.example.org", path)).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/metrics",
                "/q/health/ready",
                "/q/openapi",
                "/q/asyncapi",
                "/q/swagger-ui",
                "/internal",
                "/internal/application-events",
                "/internal/presence/changes",
                "/internal/dlq/replay",
                "/dev/token",
                "/dev/jwks.json",
                "/api",
                "/api/messaging",
                "/api/messaging/",
                "/api/messaging/admin",
                "/api/messaging/admin/rooms/",
                "/admin",
                "/admin/",
                "/admin/index.html",
                "/api/messaging/online-status-of-all",
                "/wsx",
                "/metrics",
                "/pages",
            })
    void whatIsInternalLeadsNowhere(String path) {
        assertThat(viaHttpRoute("chat.example.org", path)).isEmpty();
        assertThat(viaIngress("chat.example.org", path)).isEmpty();
    }

    /** A new endpoint for users is forgotten neither here nor there. */
    @Test
    void everyEndpointForUsersIsRouted() throws IOException {
        Pattern annotation = Pattern.compile("@Path\\(\"(/api/messaging/[^\"]*)\"\\)");
        List<String> paths = Stream.of("chat-service", "presence-service")
                .flatMap(service -> files(Repository.path(service + "/src/main/java")))
                .flatMap(file -> annotation.matcher(Repository.text(file)).results())
                .map(found -> found.group(1))
                .filter(path -> !path.startsWith("/api/messaging/admin"))
                .distinct()
                .toList();
        assertThat(paths).contains("/api/messaging/rooms", "/api/messaging/online-status");
        assertThat(paths).allSatisfy(path -> {
            assertThat(viaHttpRoute("chat.example.org", path)).as(path).isPresent();
            assertThat(viaIngress("chat.example.org", path)).as(path).isPresent();
        });
    }

    @Test
    void everyFileOfThePageIsRoutedButNotTheAdminView() {
        List<String> files =
                files(PAGE).map(file -> "/" + PAGE.relativize(file)).toList();
        assertThat(files).contains("/index.html");
        assertThat(files).allSatisfy(file -> {
            boolean isPublic = !file.startsWith("/admin/");
            assertThat(viaHttpRoute("chat.example.org", file).isPresent())
                    .as(file)
                    .isEqualTo(isPublic);
            assertThat(viaIngress("chat.example.org", file).isPresent())
                    .as(file)
                    .isEqualTo(isPublic);
        });
    }

    @Test
    void theAdminViewHasAHostOfItsOwnWhenItIsExposed() {
        // Given
        String host = "chat-admin.internal.example.org";

        // Then
        for (String path : List.of("/admin/", "/api/messaging/admin/rooms/")) {
            assertThat(viaIngress(host, path)).contains("demo-chat-service");
            assertThat(viaIngress("chat.example.org", path)).isEmpty();
        }
        assertThat(viaIngress(host, "/ws/")).isEmpty();
        assertThat(viaIngress(host, "/internal/application-events")).isEmpty();
        assertThat(Rendered.of("operators").find("HTTPRoute", "demo-admin")).isEmpty();
    }

    @Test
    void theAdminViewCannotShareThePublicHost() {
        assertThatThrownBy(() -> Rendered.of("ingress", Map.of("admin.host", "chat.example.org")))
                .hasMessageContaining("admin.host");
        assertThatThrownBy(() -> Rendered.of("ingress", Map.of("admin.host", "")))
                .hasMessageContaining("admin.host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal",
                "/q",
                "/q/openapi",
                "/dev",
                "/admin",
                "/api",
                "/api/messaging",
                "/api/messaging/admin"
            })
    void valuesCannotRouteWhatIsInternal(String path) {
        assertThatThrownBy(() -> Rendered.of("operators", Map.of("routes.chatPaths[0]", path)))
                .hasMessageContaining("would show what is not public");
    }

    /** As a prefix it is every path there is; as an exact one it is the page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes.chatPaths[0]",
                "routes.presencePaths[0]",
                "routes.page.prefixPaths[0]",
                "routes.socketPath"
            })
    void noPrefixIsEverything(String list) {
        for (String path : List.of("/", "//"))
            assertThatThrownBy(() -> Rendered.of("operators", Map.of(list, path)))
                    .hasMessageContaining("would show what is not public");
        assertThatThrownBy(() -> Rendered.of("operators", Map.of(list, "")))
                .hasMessageContaining("does not match pattern");
    }

    /** A proxy's usual minute would cut a silent conversation; a REST call without a limit would hold a connection for ever. */
    @Test
    void socketsHaveNoTimeLimitAndRequestsHaveOne() {
        JsonNode rules = Rendered.of("operators").get("HTTPRoute", "demo").at("/spec/rules");
        assertThat(rules).isNotEmpty().allSatisfy(rule -> assertThat(
                        rule.at("/timeouts/request").asText())
                .isEqualTo(rule.toString().contains("\"/ws\"") ? "0s" : "300s"));
        assertThat(rules).allSatisfy(rule -> assertThat(
                        rule.at("/filters/0/requestHeaderModifier/remove").toString())
                .contains("traceparent"));
        JsonNode annotations = Rendered.of("ingress").get("Ingress", "demo").at("/metadata/annotations");
        for (String name : List.of("proxy-read-timeout", "proxy-send-timeout"))
            assertThat(annotations.path("nginx.ingress.kubernetes.io/" + name).asText())
                    .isEqualTo("3600");
    }

    @Test
    void browsersMayConnectFromThePublicHostsOnly() {
        assertThat(Rendered.of("ingress")
                        .get("ConfigMap", "demo-chat-service")
                        .at("/data/CARECHAIN_SOCKETS_ALLOWED_ORIGINS")
                        .asText())
                .isEqualTo("https://chat.example.org,https://messages.example.org");
        assertThat(Rendered.of("ingress", Map.of("chat-service.sockets.allowedOrigins[0]", "https://app.example.org"))
                        .get("ConfigMap", "demo-chat-service")
                        .at("/data/CARECHAIN_SOCKETS_ALLOWED_ORIGINS")
                        .asText())
                .isEqualTo("https://app.example.org");
    }

    // --- as a gateway decides: exact before prefix, long before short, prefixes by whole segments

    private static Optional<String> viaHttpRoute(String host, String path) {
        return best(
                Rendered.of("operators")
                        .kind("HTTPRoute")
                        .filter(route -> route.at("/spec/hostnames")
                                .valueStream()
                                .anyMatch(h -> h.asText().equals(host)))
                        .flatMap(route -> route.at("/spec/rules").valueStream())
                        .flatMap(rule -> rule.path("matches")
                                .valueStream()
                                .filter(match ->
                                        match.path("method").asText("GET").equals("GET"))
                                .map(match -> new Target(
                                        match.at("/path/type").asText(),
                                        match.at("/path/value").asText(),
                                        rule.at("/backendRefs/0/name").asText()))),
                path);
    }

    private static Optional<String> viaIngress(String host, String path) {
        return best(
                Rendered.of("ingress")
                        .kind("Ingress")
                        .flatMap(ingress -> ingress.at("/spec/rules").valueStream())
                        .filter(rule -> rule.path("host").asText().equals(host))
                        .flatMap(rule -> rule.at("/http/paths").valueStream())
                        .map(entry -> new Target(
                                entry.path("pathType").asText(),
                                entry.path("path").asText(),
                                entry.at("/backend/service/name").asText())),
                path);
    }

    private record Target(String type, String path, String service) {
        boolean matches(String asked) {
            if (type.equals("Exact")) return asked.equals(path);
            return asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/");
        }
    }

    private static Optional<String> best(Stream<Target> targets, String path) {
        return targets.filter(target -> target.matches(path))
                .max(Comparator.comparing((Target target) -> target.type().equals("Exact"))
                        .thenComparing(target -> target.path().length()))
                .map(Target::service);
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
