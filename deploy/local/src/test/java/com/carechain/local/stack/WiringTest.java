package com.carechain.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the services are told. */
class WiringTest {

    @Test
    void aServiceIsToldItsPortsAndTheOthersAddresses() {
        // When
        Map<String, String> chat = wiring(Map.of()).forChat(8181);

        // Then
        assertEquals("8181", chat.get("QUARKUS_HTTP_PORT"));
        assertEquals("9181", chat.get("QUARKUS_MANAGEMENT_PORT"));
        assertEquals("127.0.0.1", chat.get("QUARKUS_HTTP_HOST"));
        assertEquals("jdbc:postgresql://127.0.0.1:15432/carechain", chat.get("QUARKUS_DATASOURCE_JDBC_URL"));
        assertEquals("http://localhost:8080/dev/jwks.json", chat.get("CARECHAIN_AUTH_JWKS_URL"));
        assertEquals("http://127.0.0.1:8082", chat.get("CARECHAIN_PRESENCE_URL"));
        assertEquals("attachments", chat.get("CARECHAIN_ATTACHMENTS_DIRECTORY"));
    }

    @Test
    void theCallersOwnIdentityProviderIsKept() {
        Map<String, String> presence = wiring(Map.of("CARECHAIN_AUTH_JWKS_URL", "https://id.example.org/jwks"))
                .forPresence(8082);
        assertFalse(presence.containsKey("CARECHAIN_AUTH_JWKS_URL"));
    }

    private static Wiring wiring(Map<String, String> environment) {
        return new Wiring(
                "http://localhost:8080",
                "http://127.0.0.1:8081",
                "http://127.0.0.1:8082",
                Backends.of(PortPlan.of(environment, 1), ExternalServers.of(environment)),
                environment);
    }
}
