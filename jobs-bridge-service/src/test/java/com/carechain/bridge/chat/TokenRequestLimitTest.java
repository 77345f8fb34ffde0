package com.carechain.bridge.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.carechain.bridge.testing.Surroundings;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TokenRequestLimitTest {
    @Inject
    OidcClients clients;

    @Test
    void aTokenEndpointThatNeverAnswersIsGivenUpByItself() throws IOException {
        // Given: it takes connections and says nothing
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                OidcClient client = client("http://127.0.0.1:" + silent.getLocalPort() + "/token")) {
            // When
            RuntimeException failure = assertThrows(
                    RuntimeException.class, () -> client.getTokens().await().atMost(Duration.ofSeconds(20)));

            // Then: the request has failed, it is not only that nobody waits for it any more
            assertFalse(failure instanceof TimeoutException, failure::toString);
        }
    }

    private OidcClient client(String tokenPath) {
        return clients.newClient(OidcClientConfig.builder()
                        .id("silent")
                        .discoveryEnabled(false)
                        .authServerUrl(tokenPath)
                        .tokenPath(tokenPath)
                        .clientId("test")
                        .credentials("secret")
                        .earlyTokensAcquisition(false)
                        .build())
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
