package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.presence.state.Announcements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Has servers of its own, because the others' must not be disturbed. */
@QuarkusTest
@QuarkusTestResource(value = LocalServers.class, restrictToAnnotatedClass = true)
class RedisOutageTest {

    @ConfigProperty(name = "test.redis.pid")
    long redisPid;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    private final String user = "user-" + UUID.randomUUID();
    private final String service = new Tokens().service();

    @Test
    void withoutRedisCallsAreRefusedAndTheServiceIsNotReadyUntilItIsBack() throws Exception {
        // Given
        heartbeat(204);

        // When
        signal("STOP");

        // Then
        try {
            await().atMost(Announcements.PATIENCE).untilAsserted(() -> given().port(management.getPort())
                    .get("/q/health/ready")
                    .then()
                    .statusCode(503));
            given().port(management.getPort()).get("/q/health/live").then().statusCode(200);
            given().auth()
                    .oauth2(service)
                    .contentType("application/json")
                    .body("{\"query\":[\"%s\"]}".formatted(user))
                    .post("/internal/presence/changes")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "1")
                    .contentType("application/problem+json")
                    .body("code", equalTo("presence_unavailable"));
        } finally {
            signal("CONT");
        }
        await().atMost(Announcements.PATIENCE).untilAsserted(() -> given().port(management.getPort())
                .get("/q/health/ready")
                .then()
                .statusCode(200));
        await().atMost(Announcements.PATIENCE).untilAsserted(() -> {
            heartbeat(204);
            given().auth()
                    .oauth2(service)
                    .contentType("application/json")
                    .body("{\"query\":[\"%s\"]}".formatted(user))
                    .post("/internal/presence/changes")
                    .then()
                    .statusCode(200)
                    .body("statuses[0].status", equalTo("online"));
        });
    }

    private void heartbeat(int status) {
        given().auth()
                .oauth2(service)
                .contentType("application/json")
                .body("{\"replica\":\"outage\",\"connections\":[{\"user_id\":\"%s\",\"connection_id\":\"a\"}]}"
                        .formatted(user))
                .put("/internal/presence/leases")
                .then()
                .statusCode(status);
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(redisPid)).start().waitFor();
    }
}
