package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Errors of the framework, health, metrics, the API document, and that the README keeps up with them. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OperationsTest {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    private final Tokens tokens = new Tokens();

    @Test
    void theFrameworksOwnErrorsAreProblemsToo() {
        given().get("/nothing/here").then().statusCode(404).body("code", equalTo("not_found"));
        given().get("/").then().statusCode(404).contentType("application/problem+json");
        given().delete("/internal/presence/changes").then().statusCode(405).body("code", equalTo("method_not_allowed"));
        given().auth()
                .oauth2(tokens.service())
                .contentType("text/plain")
                .body("{}")
                .post("/internal/presence/changes")
                .then()
                .statusCode(415)
                .header("X-Content-Type-Options", "nosniff")
                .contentType("application/problem+json")
                .body("code", equalTo("unsupported_media_type"));
        given().auth()
                .oauth2(tokens.user("maria"))
                .accept("text/html")
                .get("/api/messaging/online-status")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }

    @Test
    void healthAndMetricsAreOnTheManagementPortOnly() {
        given().port(management.getPort())
                .get("/q/health/live")
                .then()
                .statusCode(200)
                .body("checks.size()", equalTo(0));
        given().port(management.getPort())
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("Redis", "Graceful Shutdown"));
        given().port(management.getPort())
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("carechain_redis_available 1.0"))
                .body(containsString("carechain_presence_sweep_seconds_count"));
        given().get("/q/health/live").then().statusCode(404);
        given().get("/q/metrics").then().statusCode(404);
    }

    @Test
    void theApiDocumentIsOpenApi31() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("info.title", equalTo("CareChain presence-service"))
                .body(
                        "components.schemas.UserPresence.properties.keySet()",
                        equalTo(java.util.Set.of("user_id", "status", "last_seen")))
                .body(
                        "components.schemas.UserPresence.properties.status.enum",
                        equalTo(List.of("online", "away", "offline")));
    }

    @Test
    void theReadmeListsEverySettingWithItsDefault() throws IOException {
        // Given
        String readme = Files.readString(Path.of("README.md"));
        List<String> named = StreamSupport.stream(
                        ConfigProvider.getConfig().getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("carechain."))
                // Where the tests are built is no setting of the service.
                .filter(name -> !name.equals("carechain.root"))
                .distinct()
                .toList();
        List<String> rows = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("com.carechain.presence")
                        .stream()
                        .map(JavaClass::reflect)
                        .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                        .flatMap(type -> rows(
                                type, type.getAnnotation(ConfigMapping.class).prefix()))
                        .toList();

        // Then
        assertTrue(named.size() > 15, named.toString());
        named.forEach(name -> assertTrue(readme.contains("| `" + name + "` |"), name));
        assertTrue(rows.size() > 12, rows.toString());
        rows.forEach(row -> assertTrue(readme.contains(row), row));
    }

    private static Stream<String> rows(Class<?> group, String prefix) {
        return Arrays.stream(group.getMethods()).flatMap(setting -> {
            String name = prefix + "."
                    + setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            WithDefault value = setting.getAnnotation(WithDefault.class);
            return value == null
                    ? rows(setting.getReturnType(), name)
                    : Stream.of("| `" + name + "` | " + value.value() + " |");
        });
    }

    @Test
    void theReadmeListsExactlyTheMetricsThatAreExposed() throws IOException {
        // When
        Set<String> listed = Pattern.compile("(?m)^\\| `(carechain_\\w+)` \\|")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> exposed = Pattern.compile("(?m)^# TYPE (carechain_\\w+) (\\w+)")
                .matcher(given().port(management.getPort()).get("/q/metrics").asString())
                .results()
                .map(type -> type.group(2).equals("counter") && !type.group(1).endsWith("_total")
                        ? type.group(1) + "_total"
                        : type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertEquals(exposed, listed);
        assertTrue(listed.size() > 7, listed.toString());
    }
}
