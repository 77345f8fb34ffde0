package com.carechain.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyByKeyTest {
    private final ManyByKey<String, Integer> many = new ManyByKey<>();

    @Test
    void aKeyHasAsManyValuesAsWereAdded() {
        // When
        many.add("ana", 1);
        many.add("ana", 1);
        many.add("ben", 1);
        many.add("ben", 2);
        many.add("ben", 3);

        // Then
        assertThat(many.of("ana")).containsExactly(1);
        assertThat(many.of("ben")).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(many.of("eve")).isEmpty();
        assertThat(many.keys()).containsExactlyInAnyOrder("ana", "ben");
    }

    @Test
    void withItsLastValueAKeyIsGone() {
        // Given
        many.add("ana", 1);
        many.add("ben", 1);
        many.add("ben", 2);

        // When
        many.remove("ana", 2); // which it never had
        many.remove("ben", 1);

        // Then
        assertThat(many.of("ana")).containsExactly(1);
        assertThat(many.of("ben")).containsExactly(2);

        // When
        many.remove("ana", 1);
        many.remove("ben", 2);
        many.remove("eve", 1);

        // Then
        assertThat(many.keys()).isEmpty();
    }

    @Test
    void manyThreadsLoseNothing() {
        // When
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            many.add("key " + i % 7, i);
            if (i % 3 == 0) many.remove("key " + i % 7, i);
        });

        // Then
        for (int k = 0; k < 7; k++) {
            int key = k;
            Set<Integer> kept = many.of("key " + key);
            assertThat(kept)
                    .containsExactlyInAnyOrder(IntStream.range(0, 10_000)
                            .filter(i -> i % 7 == key && i % 3 != 0)
                            .boxed()
                            .toArray(Integer[]::new));
        }
    }
}
