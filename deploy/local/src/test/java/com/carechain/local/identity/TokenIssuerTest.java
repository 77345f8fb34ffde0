package com.carechain.local.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are what the services expect, checked by a JWT library against the published keys. */
class TokenIssuerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path dir;

    @Test
    void aTokenIsVerifiedWithThePublishedKeyAndHasTheClaimsOfTheContract() throws Exception {
        // Given
        TokenIssuer issuer = issuer();

        // When
        JwtClaims claims = verified(
                issuer, issuer.token("candidate-ana", "Ana Duarte", Set.of("candidate"), Duration.ofMinutes(1)));

        // Then
        assertEquals("carechain-local", claims.getIssuer());
        assertEquals("candidate-ana", claims.getSubject());
        assertEquals("Ana Duarte", claims.getStringClaimValue("name"));
        assertEquals(java.util.List.of("candidate"), claims.getStringListClaimValue("groups"));
    }

    @Test
    void theKeyIsKeptForItsOwnerAndUsedAgain() throws Exception {
        // Given
        TokenIssuer first = issuer();

        // When
        TokenIssuer second = issuer();

        // Then
        assertEquals(first.jwks(), second.jwks());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("dev-key.pem"))));
        assertTrue(Files.readString(dir.resolve("dev-key.pem")).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    }

    @Test
    void anExpiredTokenCanBeMadeForTests() {
        TokenIssuer issuer = issuer();
        String expired = issuer.token("ana", "Ana", Set.of(), Duration.ofMinutes(-1));
        assertThrows(InvalidJwtException.class, () -> verified(issuer, expired));
    }

    @Test
    void aServiceGetsItsOwnTokenWithItsCredentials() throws Exception {
        TokenIssuer issuer = issuer();
        try (IdentityServer server = IdentityServer.start(issuer, 0)) {
            // When
            HttpResponse<String> answer = post(
                    server,
                    "/dev/oauth2/token",
                    "grant_type=client_credentials&client_id=chat-service&client_secret=local-secret");

            // Then
            assertEquals(200, answer.statusCode());
            JsonNode body = JSON.readTree(answer.body());
            assertEquals("Bearer", body.get("token_type").asText());
            JwtClaims claims = verified(issuer, body.get("access_token").asText());
            assertEquals("chat-service", claims.getSubject());
            assertEquals(java.util.List.of("service"), claims.getStringListClaimValue("groups"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=client_credentials&client_id=chat-service&client_secret=wrong, 401, invalid_client",
        "grant_type=client_credentials, 401, invalid_client",
        "grant_type=password&client_id=chat-service&client_secret=local-secret, 400, unsupported_grant_type",
        "nonsense, 400, unsupported_grant_type",
        "grant_type=%zz, 400, invalid_request",
    })
    void wrongCredentialsAreRefusedAsOAuthSays(String form, int status, String error) throws Exception {
        try (IdentityServer server = IdentityServer.start(issuer(), 0)) {
            HttpResponse<String> answer = post(server, "/dev/oauth2/token", form);
            assertEquals(status, answer.statusCode());
            assertEquals(error, JSON.readTree(answer.body()).get("error").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "{\"sub\":\"ana\"}",
                "{\"sub\":\"ana\",\"groups\":[\"root\"]}",
                "{\"sub\":\"ana\",\"groups\":[null]}",
                "{\"sub\":\"ana\",\"groups\":\"candidate\"}",
                "{\"sub\":\"a b\",\"groups\":[\"candidate\"]}",
                "{\"sub\":\"\",\"groups\":[\"candidate\"]}",
                "{\"sub\":\"ana\",\"name\":\" \",\"groups\":[\"candidate\"]}",
                "{\"sub\":\"ana\",\"groups\":[\"candidate\"],\"expires_in\":0}",
            })
    void aBadTokenRequestIsAnswered400(String body) throws Exception {
        try (IdentityServer server = IdentityServer.start(issuer(), 0)) {
            HttpResponse<String> answer = post(server, "/dev/token", body);
            assertEquals(400, answer.statusCode(), answer.body());
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("content-type").orElse(""));
            assertEquals(400, JSON.readTree(answer.body()).get("status").asInt());
        }
    }

    @Test
    void theKeysAreServed() throws Exception {
        TokenIssuer issuer = issuer();
        try (IdentityServer server = IdentityServer.start(issuer, 0)) {
            assertEquals(
                    1,
                    new HttpsJwks(server.url() + "/dev/jwks.json")
                            .getJsonWebKeys()
                            .size());
        }
    }

    private TokenIssuer issuer() {
        return TokenIssuer.at(dir.resolve("dev-key.pem"));
    }

    private static JwtClaims verified(TokenIssuer issuer, String token) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(issuer.jwks()).getJsonWebKeys()))
                .setExpectedIssuer(issuer.issuer())
                .setExpectedAudience("carechain-messaging")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }

    private static HttpResponse<String> post(IdentityServer server, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
