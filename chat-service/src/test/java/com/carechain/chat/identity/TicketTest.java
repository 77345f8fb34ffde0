package com.carechain.chat.identity;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** A ticket ends by time. */
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
        String ticket = as(people.candidateToken())
                .post("/api/messaging/ws-ticket/")
                .then()
                .statusCode(200)
                .extract()
                .path("ticket");
        String key = "chat:ticket:" + ticket;
        assertThat(redis.key().ttl(key)).isBetween(1L, 30L);

        // When its time passes; here faster than elsewhere
        redis.key().pexpire(key, 1);
        await().until(() -> !redis.key().exists(key));

        // Then
        assertThat(ChatSocket.refusal(base, path + ticket, null)).isEqualTo(401);
    }
}
