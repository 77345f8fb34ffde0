package com.carechain.presence.web;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.presence.state.Announcements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OnlineStatusTest {

    private static final String PATH = "/api/messaging/online-status";

    private final String maria = "maria-" + UUID.randomUUID();
    private final String jon = "jon-" + UUID.randomUUID();
    private final String ada = "ada-" + UUID.randomUUID();
    private final String stranger = "stranger-" + UUID.randomUUID();
    private final Tokens tokens = new Tokens();

    @ConfigProperty(name = "carechain.chat.url")
    String chatUrl;

    private ChatService chat;

    @BeforeEach
    void startChat() throws IOException {
        chat = new ChatService(chatUrl);
        chat.contacts.put(maria, List.of(jon, ada));
    }

    @AfterEach
    void stopChat() {
        chat.close();
    }

    @Test
    void contactsAreShownAndStrangersLeftOut() {
        // When: leases are short here, so a busy machine may need another try
        await().atMost(Announcements.PATIENCE).untilAsserted(() -> {
            open(jon);
            open(stranger);
            var answer = ask(maria, PATH + "/?user_ids=" + stranger + "," + jon + "," + ada + "," + jon);

            // Then
            answer.statusCode(200)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Cache-Control", "no-store")
                    .body("results.user_id", contains(jon, ada))
                    .body("results.status", contains("online", "offline"));
        });
    }

    @Test
    void withoutIdsAllContactsAreShown() {
        for (String path : List.of(PATH, PATH + "/", PATH + "?user_ids=", PATH + "/?user_ids=")) {
            ask(maria, path).statusCode(200).body("results.user_id", contains(ada, jon));
        }
        ask(stranger, PATH).statusCode(200).body("results", hasSize(0));
    }

    @Test
    void idsMayBeRepeatedOrSeparatedByCommas() {
        ask(maria, PATH + "?user_ids=" + ada + "&user_ids=" + jon)
                .statusCode(200)
                .body("results.user_id", contains(ada, jon));
        ask(maria, PATH + "?user_ids=" + stranger + "&user_ids=" + jon + "," + ada)
                .statusCode(200)
                .body("results.user_id", contains(jon, ada));
    }

    @Test
    void badIdsAreNamed() {
        ask(maria, PATH + "?user_ids=" + jon + ",a%20b,")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"))
                .body("errors.field", contains("user_ids[1]", "user_ids[2]"));
        String tooMany = IntStream.range(0, 201).mapToObj(i -> "u" + i).collect(Collectors.joining(","));
        // and as many of the longest ids as are allowed fit in an address
        String longest = IntStream.range(0, 200).mapToObj("u%063d"::formatted).collect(Collectors.joining("%2C"));
        ask(maria, PATH + "?user_ids=" + longest).statusCode(200).body("results", hasSize(0));
        ask(maria, PATH + "?user_ids=" + tooMany).statusCode(400).body("errors.field", contains("user_ids"));
        ask(maria, PATH + "?user_ids=" + tooMany.substring(0, tooMany.lastIndexOf(',')))
                .statusCode(200);
    }

    @Test
    void aUsersTokenIsNeeded() {
        given().get(PATH).then().statusCode(401).contentType("application/problem+json");
        given().auth()
                .oauth2(tokens.rs256(tokens.claims().put("sub", "no spaces")))
                .get(PATH)
                .then()
                .statusCode(401);
    }

    @Test
    void chatServiceIsAskedWithThisServicesTokenAndItsAnswerIsUsedForAWhile() {
        // When
        for (int i = 0; i < 20; i++) {
            ask(maria, PATH).statusCode(200);
        }

        // Then
        assertEquals(1, chat.timesAskedFor(maria));
        assertTrue(chat.authorizations.getFirst().startsWith("Bearer ey"));
    }

    @Test
    void aContactMadeAMomentAgoIsSeenThoughTheOldAnswerIsStillRemembered() {
        // Given
        ask(maria, PATH + "?user_ids=" + stranger).body("results", hasSize(0));

        // When
        chat.contacts.put(maria, List.of(jon, ada, stranger));

        // Then
        await().atMost(Announcements.PATIENCE).untilAsserted(() -> ask(maria, PATH + "?user_ids=" + stranger)
                .body("results.user_id", contains(stranger)));
    }

    @Test
    void withoutChatServiceTheAnswerIsThatContactsAreUnavailable() {
        // When it is down
        chat.close();
        ask(ada, PATH)
                .statusCode(503)
                .header("Retry-After", "2")
                .contentType("application/problem+json")
                .body("code", equalTo("contacts_unavailable"));
    }

    @Test
    void aChatServiceThatFailsOrHangsIsNotWaitedForLongerThanASecond() {
        // When it fails
        chat.status = 500;
        ask(ada, PATH).statusCode(503);

        // When it hangs
        chat.status = 200;
        chat.delayMillis = 10_000;
        long start = System.nanoTime();
        ask(ada, PATH).statusCode(503).body("code", equalTo("contacts_unavailable"));

        // Then
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, "took " + took);
    }

    private void open(String user) {
        given().auth()
                .oauth2(tokens.service())
                .contentType("application/json")
                .body("{\"replica\":\"online-test\",\"opened\":[{\"user_id\":\"%s\",\"connection_id\":\"a\"}]}"
                        .formatted(user))
                .post("/internal/presence/changes")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse ask(String caller, String path) {
        return given().auth()
                .oauth2(tokens.user(caller))
                .urlEncodingEnabled(false)
                .get(path)
                .then();
    }
}
