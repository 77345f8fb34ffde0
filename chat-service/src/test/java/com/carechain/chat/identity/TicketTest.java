package com.carechain.chat.identity;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.carechain.chat.testing.ChatSocket;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A ticket ends by time, and asks Redis. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class TicketTest {
    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

    private final People people = People.some();

    @Test
    void aTicketThatHasRunOutOpensNothing() {
        // Given a ticket that lives as long as its answer says
        String path = "/ws/chat/" + people.room() + "/?ticket=";
        String ticket = ticket();
        String key = "chat:ticket:" + ticket;
        assertThat(redis.key().ttl(key)).isBetween(1L, 30L);

        // When its time passes; here faster than elsewhere
        redis.key().pexpire(key, 1);
        await().until(() -> !redis.key().exists(key));

        // Then
        assertThat(ChatSocket.refusal(base, path + ticket, null)).isEqualTo(401);
    }

    /** Its connections stand, so nothing but a limit of our own ends the wait. */
    @Test
    void aRedisThatDoesNotAnswerIsNotWaitedForAndATokenOpensTheSocketAsEver() {
        // Given
        String path = "/ws/chat/" + people.room() + "/";
        String ticket = ticket();

        // When
        LocalParts.freezeRedis();
        try {
            // Then
            as(people.candidateToken())
                    .post("/api/messaging/ws-ticket/")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "2")
                    .body("code", equalTo("unavailable"));
            assertThat(ChatSocket.refusal(base, path + "?ticket=" + ticket, null))
                    .isEqualTo(503);
            assertThat(ChatSocket.refusal(base, path, people.candidateToken())).isEqualTo(101);
        } finally {
            LocalParts.thawRedis();
        }

        // And: soon again as before
        await().ignoreExceptions().until(() -> ChatSocket.refusal(base, path + "?ticket=" + ticket(), null) == 101);
    }

    private String ticket() {
        return as(people.candidateToken())
                .post("/api/messaging/ws-ticket/")
                .then()
                .statusCode(200)
                .extract()
                .path("ticket");
    }
}
