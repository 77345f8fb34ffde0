package com.carechain.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PresenceKeysTest {

    private static final int SLOTS = 16384;

    @Test
    void allThatAScriptChangesTogetherIsInOneSlotOfACluster() {
        for (String user : List.of("maria", "a", "jon.doe@example.org", "x:1_y-z")) {
            // When
            int shard = PresenceKeys.shard(user);
            Stream<String> keys = Stream.of(
                    PresenceKeys.user(user),
                    PresenceKeys.due(shard),
                    PresenceKeys.sweep(shard),
                    PresenceKeys.index(shard, "chat-1"));

            // Then
            assertEquals(1, keys.map(PresenceKeysTest::slot).distinct().count());
        }
    }

    @Test
    void everyNodeOfAClusterGetsAShareOfTheShards() {
        for (int nodes : List.of(2, 3, 4, 5, 6)) {
            // When
            int[] shards = new int[nodes];
            IntStream.range(0, PresenceKeys.SHARDS)
                    .forEach(shard -> shards[slot(PresenceKeys.due(shard)) * nodes / SLOTS]++);

            // Then
            int fair = PresenceKeys.SHARDS / nodes;
            assertTrue(
                    IntStream.of(shards).min().orElseThrow() >= Math.max(1, fair / 3), nodes + ": " + List.of(shards));
        }
    }

    @Test
    void usersAreSpreadEvenlyOverTheShards() {
        // When
        int[] users = new int[PresenceKeys.SHARDS];
        IntStream.range(0, 1000 * PresenceKeys.SHARDS).forEach(i -> users[PresenceKeys.shard("user-" + i)]++);

        // Then
        assertTrue(IntStream.of(users).allMatch(count -> count > 850 && count < 1150));
    }

    /** CRC16 (XMODEM) of the hash tag, as Redis Cluster computes it. */
    private static int slot(String key) {
        String tag = key.substring(key.indexOf('{') + 1, key.indexOf('}'));
        int crc = 0;
        for (byte b : tag.getBytes(StandardCharsets.US_ASCII)) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc % SLOTS;
    }
}
