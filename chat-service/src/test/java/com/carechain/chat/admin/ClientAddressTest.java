package com.carechain.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses =
            new ClientAddress(List.of("127.0.0.0/8", "::1/128", "10.1.0.0/16", "192.0.2.4"));

    @ParameterizedTest
    @CsvSource({
        // peer, X-Forwarded-For, believed
        "203.0.113.7, '', 203.0.113.7", // nobody forwards
        "203.0.113.7, 1.1.1.1, 203.0.113.7", // a stranger's word
        "127.0.0.1, 203.0.113.7, 203.0.113.7",
        "127.0.0.1, '1.1.1.1, 203.0.113.7', 203.0.113.7", // the first was written by the client
        "10.1.2.3, '203.0.113.7, 10.1.9.9', 203.0.113.7", // two proxies of ours
        "192.0.2.4, 203.0.113.7, 203.0.113.7",
        "192.0.2.5, 203.0.113.7, 192.0.2.5",
        "127.0.0.1, 'unknown', 127.0.0.1",
        "127.0.0.1, 'carechain.example', 127.0.0.1", // never looked up
        "127.0.0.1, '', 127.0.0.1",
        "::1, 2001:db8::1, 2001:db8::1",
    })
    void isBelievedAsFarAsWeTrustWhoSaysIt(String peer, String forwarded, String believed) {
        assertThat(addresses.of(peer, forwarded.isEmpty() ? List.of() : List.of(forwarded)))
                .isEqualTo(believed);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(addresses.of("127.0.0.1", List.of("1.1.1.1", "203.0.113.7"))).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example/8", "10.0.0.0/x", "10.0.0.0/33", ""})
    void aProxyThatIsNoAddressIsRefusedAtStart(String proxy) {
        assertThatThrownBy(() -> new ClientAddress(List.of(proxy))).isInstanceOf(IllegalArgumentException.class);
    }
}
