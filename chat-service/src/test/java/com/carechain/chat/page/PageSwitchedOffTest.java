package com.carechain.chat.page;

import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An installation that has a front end of its own. */
@QuarkusTest
@TestProfile(PageSwitchedOffTest.WithoutPage.class)
@QuarkusTestResource(LocalParts.class)
class PageSwitchedOffTest {
    public static class WithoutPage implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("carechain.page.enabled", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/carechain-chat.js",
                "/page/main.js",
                "/page/settings.json",
                "/admin/",
                "//index.html",
                "/api/../index.html",
                "/page/%6dain.js"
            })
    void noFileIsServed(String path) {
        RestAssured.given()
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"));
    }

    @Test
    void theApiAnswersAsEver() {
        People people = People.some();
        People.as(people.candidateToken())
                .get("/api/messaging/rooms/" + people.room())
                .then()
                .statusCode(200);
        RestAssured.get("/q/openapi").then().statusCode(200);
        RestAssured.get("/api/messaging/rooms/").then().statusCode(401);
    }
}
