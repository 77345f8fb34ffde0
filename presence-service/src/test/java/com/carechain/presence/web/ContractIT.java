package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or native executable: what reflection and resources could break. */
@QuarkusIntegrationTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = Packaged.class, restrictToAnnotatedClass = true)
class ContractIT {

    private static RequestSpecification as(String user, String group) {
        return given().auth()
                .oauth2(LocalServers.issuer().token(user, user, Set.of(group), Duration.ofMinutes(5)))
                .contentType("application/json");
    }

    @Test
    void whoOpensASocketIsOnlineAndANewListOfLeasesIsTaken() {
        as("chat-service", "service")
                .body("""
                        {"replica":"it","opened":[{"user_id":"it-maria","connection_id":"c1"}],"query":["it-maria","it-nobody"]}""")
                .post("/internal/presence/changes")
                .then()
                .statusCode(200)
                .body("statuses.find { it.user_id == 'it-maria' }.status", equalTo("online"))
                .body("statuses.find { it.user_id == 'it-maria' }.last_seen", startsWith("20"))
                .body("statuses.find { it.user_id == 'it-nobody' }.last_seen", nullValue());
        as("chat-service", "service")
                .body("""
                        {"replica":"it","connections":[{"user_id":"it-maria","connection_id":"c1","idle":true}]}""")
                .put("/internal/presence/leases")
                .then()
                .statusCode(204);
    }

    @Test
    void refusalsAreProblems() {
        as("it-maria", "candidate")
                .get("/api/messaging/online-status/")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("code", equalTo("contacts_unavailable"));
        given().get("/api/messaging/online-status/").then().statusCode(401).body("code", equalTo("unauthorized"));
        as("chat-service", "service")
                .body("""
                        {"replica":"it","opened":[{"connection_id":"c1"}]}""")
                .post("/internal/presence/changes")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", containsString("user_id"));
    }

    @Test
    void documentHealthAndMetricsAreServed() {
        given().get("/q/openapi").then().statusCode(200).body(containsString("UserPresence"));
        given().get(Packaged.management().resolve("/q/health/live")).then().statusCode(200);
        given().get(Packaged.management().resolve("/q/health/ready")).then().statusCode(200);
        given().get(Packaged.management().resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("carechain_redis_available 1.0"));
    }
}
