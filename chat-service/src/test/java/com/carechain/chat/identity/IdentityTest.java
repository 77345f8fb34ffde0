package com.carechain.chat.identity;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.HandmadeToken;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.LogLines;
import com.carechain.chat.testing.People;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class IdentityTest {
    private static final String ROOMS = "/api/messaging/rooms/";

    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

    enum Bad {
        EMPTY(user -> ""),
        GARBAGE(user -> "abc.def.ghi"),
        NOT_A_JWT(user -> "secret"),
        WITHOUT_AUDIENCE(user -> HandmadeToken.of(user).without("aud").signed()),
        WRONG_AUDIENCE(
                user -> HandmadeToken.of(user).with("aud", "carechain-jobs").signed()),
        WITHOUT_ISSUER(user -> HandmadeToken.of(user).without("iss").signed()),
        WRONG_ISSUER(user -> HandmadeToken.of(user).with("iss", "someone-else").signed()),
        ALGORITHM_NONE(user -> HandmadeToken.of(user).unsigned()),
        PUBLIC_KEY_AS_SECRET(user -> HandmadeToken.of(user).signedWithThePublicKeyAsSecret()),
        FOREIGN_KEY(user -> HandmadeToken.of(user).signedByAForeignKey()),
        UNKNOWN_KEY_ID(
                user -> HandmadeToken.of(user).withHeader("kid", "unknown").signedByAForeignKey()),
        TAMPERED(user -> {
            String[] mine = HandmadeToken.of(user).signed().split("\\.");
            String[] others = HandmadeToken.of("someone-else").signed().split("\\.");
            return mine[0] + "." + others[1] + "." + mine[2];
        }),
        EXPIRED(user -> HandmadeToken.of(user)
                .withTime("iat", -600)
                .withTime("exp", -20)
                .signed()),
        WITHOUT_EXPIRY(user -> HandmadeToken.of(user).without("exp").signed()),
        NOT_YET_VALID(user -> HandmadeToken.of(user).withTime("nbf", 60).signed()),
        WITHOUT_SUBJECT(user -> HandmadeToken.of(user).without("sub").signed()),
        GROUPS_OF_ANOTHER_TYPE(user -> HandmadeToken.of(user).with("groups", 5).signed()),
        SUBJECT_WITH_A_SLASH(user -> HandmadeToken.of(user + "/x").signed()),
        SUBJECT_TOO_LONG(user -> HandmadeToken.of("x".repeat(65)).signed());

        final Function<String, String> token;

        Bad(Function<String, String> token) {
            this.token = token;
        }
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void aBadTokenIsAnsweredAsProblem(Bad bad) {
        // Given
        String token = bad.token.apply(People.some().candidate());

        // When / Then
        isUnauthorized(as(token).get(ROOMS).then());
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void aBadTokenOpensNoSocket(Bad bad) {
        // Given
        People people = People.some();
        String room = people.room();

        // When / Then
        String token = bad.token.apply(people.candidate());
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/", token)).isEqualTo(401);
        assertThat(ChatSocket.refusal(base, "/ws/", token)).isEqualTo(401);
    }

    /** A client that asks for a socket and is refused gets the same answer as over REST. */
    @Test
    void aRefusedUpgradeIsAnsweredAsProblem() {
        isUnauthorized(RestAssured.given()
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/ws/")
                .then());
    }

    /** An issuer may put anything there. */
    @Test
    void aNameThatIsNoTextIsNoName() {
        People people = People.some();
        String token = HandmadeToken.of(people.candidate()).with("name", 5).signed();
        as(token).get(ROOMS).then().statusCode(200);
        try (ChatSocket socket = ChatSocket.open(base, "/ws/", token)) {
            socket.await("welcome");
        }
    }

    /** Seconds, of which some issuers say more than a clock can tell. */
    @ParameterizedTest
    @ValueSource(longs = {253_402_300_800L, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void aTokenMayEndFarAway(long end) {
        People people = People.some();
        String token = HandmadeToken.of(people.candidate()).with("exp", end).signed();
        as(token).get(ROOMS).then().statusCode(200);
        as(token).post("/api/messaging/ws-ticket/").then().statusCode(200);
        try (ChatSocket socket = ChatSocket.open(base, "/ws/", token)) {
            socket.await("welcome");
        }
    }

    @Test
    void noTokenIsAnsweredAsProblemOnEveryPath() {
        // Given
        String room = People.some().room();

        // When / Then
        for (String path : List.of(
                ROOMS,
                ROOMS + room + "/",
                ROOMS + room + "/messages/",
                "/api/messaging/summary/",
                "/api/messaging/nothing"))
            isUnauthorizedOrNothing(path, RestAssured.given().get(path).then());
        for (String path :
                List.of(ROOMS, ROOMS + room + "/messages/", ROOMS + room + "/mark-read/", "/api/messaging/ws-ticket/"))
            isUnauthorized(RestAssured.given()
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(path)
                    .then());
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/", null)).isEqualTo(401);
        assertThat(ChatSocket.refusal(base, "/ws/", null)).isEqualTo(401);
    }

    private static void isUnauthorizedOrNothing(String path, ValidatableResponse response) {
        if (path.endsWith("nothing")) response.statusCode(404).contentType("application/problem+json");
        else isUnauthorized(response);
    }

    private static void isUnauthorized(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body(
                        "type", equalTo("urn:carechain:problem:unauthorized"),
                        "status", equalTo(401),
                        "code", equalTo("unauthorized"),
                        "errors", nullValue());
    }

    @Test
    void aFewSecondsOfClockDifferenceAreForgiven() {
        String token = HandmadeToken.of(People.some().candidate())
                .withTime("iat", -600)
                .withTime("exp", -1)
                .signed();
        as(token).get(ROOMS).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "user_1.x:y@z-9"})
    void everyAllowedSubjectIsAUser(String subject) {
        as(HandmadeToken.of(subject).signed()).get(ROOMS).then().statusCode(200);
        as(HandmadeToken.of("x".repeat(64)).signed()).get(ROOMS).then().statusCode(200);
    }

    @Test
    void aTokenThatIsRememberedMayDoNoMoreThanItMight() {
        // Given: tokens that were good a moment ago
        String candidate = People.some().candidateToken();
        String admin = People.token("root", "admin");
        for (String token : List.of(candidate, candidate, admin))
            as(token).get(ROOMS).then().statusCode(200);

        // When / Then
        for (int i = 0; i < 2; i++) {
            as(candidate).get("/api/messaging/admin/overview/").then().statusCode(403);
            as(candidate).get("/internal/users/ana/contacts").then().statusCode(403);
            as(admin).get("/api/messaging/admin/overview/").then().statusCode(200);
        }
        isUnauthorized(as(candidate.substring(0, candidate.length() - 4) + "AAAA")
                .get(ROOMS)
                .then());
    }

    @Test
    void aTokenThatIsRememberedEndsInTime() {
        // Given: five seconds of clock difference are forgiven
        String token = HandmadeToken.of(People.some().candidate())
                .withTime("iat", -600)
                .withTime("exp", -2)
                .signed();
        as(token).get(ROOMS).then().statusCode(200);

        // When / Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> isUnauthorized(as(token).get(ROOMS).then()));
    }

    @Test
    void severalAudiencesAreFineWhenOurOneIsAmongThem() {
        as(HandmadeToken.of("someone")
                        .with("aud", List.of("other", "carechain-messaging"))
                        .signed())
                .get(ROOMS)
                .then()
                .statusCode(200);
    }

    @Test
    void aTicketOpensOneSocketAndNoSecond() {
        // Given
        People people = People.some();
        String path = "/ws/chat/" + people.room() + "/?ticket=" + ticket(people.candidateToken());

        // When
        try (ChatSocket socket = ChatSocket.open(base, path, null)) {
            // Then: it is that user's
            assertThat(socket.await("welcome").get("user_id").asText()).isEqualTo(people.candidate());
        }

        // And: used
        assertThat(ChatSocket.refusal(base, path, null)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/", "/ws"})
    void aTicketOpensTheSocketOfAllRooms(String path) {
        // Given
        People people = People.some();

        // When
        try (ChatSocket socket = ChatSocket.open(base, path + "?ticket=" + ticket(people.employerToken()), null)) {
            // Then
            assertThat(socket.await("welcome").get("user_id").asText()).isEqualTo(people.employer());
        }
    }

    @Test
    void aTicketLivesForThirtySecondsAndHoldsNoToken() {
        // Given
        String token = People.some().candidateToken();

        // When
        String ticket = ticket(token);

        // Then
        assertThat(redis.key().ttl("chat:ticket:" + ticket)).isBetween(1L, 30L);
        assertThat(redis.value(String.class).get("chat:ticket:" + ticket)).doesNotContain(token);
    }

    @Test
    void aTicketOpensNeitherStrangersRoomsNorRest() {
        // Given
        People people = People.some();
        String room = People.some().room();

        // When / Then
        assertThat(ChatSocket.refusal(base, "/ws/chat/" + room + "/?ticket=" + ticket(people.candidateToken()), null))
                .isEqualTo(404);
        RestAssured.given()
                .get(ROOMS + "?ticket=" + ticket(people.candidateToken()))
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "*"})
    void anUnknownTicketOpensNothing(String ticket) {
        assertThat(ChatSocket.refusal(base, "/ws/?ticket=" + ticket, null)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "access_token", "jwt", "bearer", "authorization", "ticket", "id_token", "t"})
    void aTokenInTheQueryIsRefusedEvenBesideAGoodOne(String parameter) {
        // Given
        People people = People.some();
        String room = people.room();
        String token = people.candidateToken();

        // When / Then
        for (String path : List.of("/ws/chat/" + room + "/", "/ws/")) {
            String withQuery = path + "?" + parameter + "=" + token;
            assertThat(ChatSocket.refusal(base, withQuery, null)).isEqualTo(401);
            assertThat(ChatSocket.refusal(base, withQuery, token)).isEqualTo(401);
        }
        RestAssured.given().get(ROOMS + "?" + parameter + "=" + token).then().statusCode(401);
    }

    @Test
    void aBrowserBringsItsTokenAsSubprotocol() {
        // Given
        People people = People.some();
        String token = people.candidateToken();

        // When
        try (ChatSocket socket = ChatSocket.open(
                base,
                "/ws/chat/" + people.room() + "/",
                null,
                b -> b.subprotocols("carechain.v1", "quarkus-http-upgrade#Authorization#Bearer%20" + token))) {
            // Then
            assertThat(socket.await("welcome").get("user_id").asText()).isEqualTo(people.candidate());
            assertThat(socket.subprotocol()).isEqualTo("carechain.v1");
        }

        // And: a bad one is refused here too
        assertThat(ChatSocket.refusal(
                        base,
                        "/ws/",
                        null,
                        b -> b.subprotocols(
                                "carechain.v1", "quarkus-http-upgrade#Authorization#Bearer%20" + token + "x")))
                .isEqualTo(401);
    }

    @Test
    void refusingASocketLogsNoErrorAndNoToken() {
        // Given
        People people = People.some();
        String good = people.candidateToken();
        String bad = Bad.WRONG_AUDIENCE.token.apply(people.candidate());
        String ticket = ticket(good);
        String strangersRoom = "/ws/chat/" + People.some().room() + "/";

        // When
        Queue<LogRecord> lines = LogLines.during(() -> {
            for (String token : List.of(good, bad)) {
                as(token).get(ROOMS);
                ChatSocket.refusal(base, strangersRoom, token);
                ChatSocket.refusal(base, "/ws/?token=" + good, token);
                ChatSocket.refusal(base, "/ws/?ticket=" + ticket, token);
            }
        });

        // Then
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.getMessage() + " " + line.getThrown()).doesNotContain(good, bad, ticket);
            assertThat(line.getLevel().intValue()).isLessThan(Level.SEVERE.intValue());
        });
    }

    private static String ticket(String token) {
        return as(token)
                .post("/api/messaging/ws-ticket/")
                .then()
                .statusCode(200)
                .body("expires_in", equalTo(30))
                .extract()
                .path("ticket");
    }
}
