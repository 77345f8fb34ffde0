package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tokens are let in, tried on the internal API. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class TokenTest {

    private final Tokens tokens = new Tokens();
    private final JsonObject claims = tokens.claims();

    @Test
    void theContractsClaimsAreEnough() {
        expect(tokens.rs256(claims), 200);
        expect(tokens.service(), 200);
    }

    @Test
    void noTokenIsRefused() {
        given().contentType("application/json")
                .body("{}")
                .post("/internal/presence/changes")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("code", equalTo("unauthorized"));
    }

    @Test
    void anotherAudienceIsRefused() {
        expect(tokens.rs256(claims.copy().put("aud", "another-app")), 401);
        expect(tokens.rs256(claims.copy().put("aud", List.of("another-app", "third"))), 401);
        expect(tokens.rs256(without("aud")), 401);
    }

    @Test
    void anotherIssuerIsRefused() {
        expect(tokens.rs256(claims.copy().put("iss", "somebody-else")), 401);
        expect(tokens.rs256(without("iss")), 401);
    }

    @Test
    void anotherAlgorithmOrKeyIsRefused() {
        expect(tokens.unsigned(claims), 401);
        expect(tokens.hs256WithThePublicKey(claims), 401);
        expect(tokens.rs512(claims), 401);
        expect(tokens.withForeignKey(claims), 401);
    }

    @Test
    void aTamperedOrBrokenTokenIsRefused() {
        String good = tokens.rs256(claims);
        String other = tokens.rs256(claims.copy().put("sub", "admin"));
        String[] parts = good.split("\\.");
        expect(parts[0] + "." + other.split("\\.")[1] + "." + parts[2], 401);
        expect("no.token.at-all", 401);
        expect("rubbish", 401);
    }

    @Test
    void anExpiredTokenIsRefusedAfterFiveSecondsOfSkew() {
        expect(tokens.rs256(claims.copy().put("exp", Tokens.in(Duration.ofSeconds(-1)))), 200);
        expect(tokens.rs256(claims.copy().put("exp", Tokens.in(Duration.ofSeconds(-8)))), 401);
        expect(tokens.rs256(without("exp")), 401);
    }

    @Test
    void aTokenThatIsNotYetValidIsRefused() {
        expect(tokens.rs256(claims.copy().put("nbf", Tokens.in(Duration.ofSeconds(20)))), 401);
        expect(tokens.rs256(claims.copy().put("nbf", Tokens.in(Duration.ofSeconds(2)))), 200);
    }

    @Test
    void aUsersTokenIsNotAServices() {
        expect(tokens.user("maria"), 403);
        expect(tokens.rs256(without("groups")), 403);
    }

    @Test
    void aTokenWithoutAUserIsRefused() {
        expect(tokens.rs256(without("sub")), 401);
    }

    @Test
    void aTokenWhoseClaimsHaveOtherTypesIsRefused() {
        expect(tokens.rs256(claims.copy().put("groups", 5)), 401);
        expect(tokens.rs256(claims.copy().put("groups", new JsonObject())), 401);
        expect(tokens.rs256(claims.copy().put("groups", List.of(5))), 403);
        expect(tokens.rs256(claims.copy().put("sub", 5)), 401);
        expect(tokens.rs256(claims.copy().put("exp", "soon")), 401);
    }

    private JsonObject without(String claim) {
        JsonObject spoiled = claims.copy();
        spoiled.remove(claim);
        return spoiled;
    }

    private static void expect(String token, int status) {
        var answer = given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{}")
                .post("/internal/presence/changes")
                .then()
                .statusCode(status);
        if (status >= 400) {
            answer.contentType("application/problem+json").body("status", equalTo(status));
        }
    }
}
