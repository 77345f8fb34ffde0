package com.carechain.chat.testing;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A candidate and an employer that no other test knows, and their room. */
public record People(String candidate, String employer, String job) {
    public static People some() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return new People("ana-" + unique, "mercy-" + unique, "nurse-" + unique);
    }

    public static String token(String user, String group) {
        return LocalParts.issuer().token(user, "Name of " + user, Set.of(group), Duration.ofMinutes(10));
    }

    public String candidateToken() {
        return token(candidate, "candidate");
    }

    public String employerToken() {
        return token(employer, "employer");
    }

    public static RequestSpecification as(String token) {
        return RestAssured.given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public Map<String, Object> newRoom() {
        return Map.of(
                "application_id", "app-" + job,
                "job", Map.of("id", job, "title", "Nurse " + job),
                "candidate", Map.of("id", candidate, "name", "Ana " + candidate),
                "employer", Map.of("id", employer, "name", "Mercy " + employer));
    }

    /** Opens their room and gives its id. */
    public String room() {
        return as(employerToken())
                .body(newRoom())
                .post("/api/messaging/rooms/")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201))
                .extract()
                .path("id");
    }
}
