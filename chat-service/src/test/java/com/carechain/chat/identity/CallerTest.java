package com.carechain.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
    @ParameterizedTest
    @CsvSource({
        "Ana, 1, Ana",
        "'  Ana ', 1, Ana",
        "' ', 1, user-1",
        "x, 201, x",
        "👩, 201, 👩", // two units each in memory: cut between two people, not through one
    })
    void aNameIsCutAfterTwoHundredCharacters(String name, int times, String shown) {
        Caller caller = Caller.of("user-1", name.repeat(times), Set.of(), Instant.EPOCH);
        assertThat(caller.name()).isEqualTo(shown.repeat(Math.min(times, 200)));
    }
}
