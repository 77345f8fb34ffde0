package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                .body("checks[0].name", equalTo("Redis"));
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
    void theReadmeNamesEverySettingAndEveryMetric() throws IOException {
        // Given
        String readme = Files.readString(Path.of("README.md"));
        String metrics = Files.readString(Path.of("src/main/java/com/carechain/presence/ops/PresenceMetrics.java"));

        // When
        List<String> settings = StreamSupport.stream(
                        ConfigProvider.getConfig().getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("carechain."))
                // Where the tests are built is no setting of the service.
                .filter(name -> !name.equals("carechain.root"))
                .distinct()
                .toList();
        List<String> names = metrics.lines()
                .filter(line -> line.contains("static final String"))
                .map(line -> line.replaceAll(".*\"(.*)\".*", "$1"))
                .toList();

        // Then
        assertTrue(settings.size() > 15, settings.toString());
        settings.forEach(name -> assertTrue(readme.contains("`" + name + "`"), name));
        names.forEach(name -> assertTrue(readme.contains("`" + name + "`"), name));
    }
}
